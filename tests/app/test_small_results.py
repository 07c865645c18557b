"""Small results are kept by the arguments that matter."""

from pages._ui.process.small_results import small_result


def test_what_was_computed_is_handed_out_again():
    calls = []

    @small_result
    def twice(number: int, name: str = "a") -> list[int]:
        calls.append((number, name))
        return [number, number]

    assert twice(3) == [3, 3]
    assert twice(3) is twice(number=3)
    assert twice(3, "b") == [3, 3]
    assert twice(4) == [4, 4]
    assert calls == [(3, "a"), (3, "b"), (4, "a")]


def test_arguments_with_an_underscore_are_not_looked_at():
    @small_result
    def first(key: str, _value: object) -> object:
        return _value

    assert first("k", 1) == 1
    assert first("k", 2) == 1
    assert first("other", 2) == 2


def test_functions_of_the_same_arguments_do_not_mix():
    @small_result
    def one(key: str) -> int:
        return 1

    @small_result
    def two(key: str) -> int:
        return 2

    assert (one("k"), two("k"), one("k")) == (1, 2, 1)
