"""The store of results: one computation for all who ask, never more bytes than its bounds."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pytest

from pages._ui.store import LARGE_VALUE, MISSING, OVERHEAD, ByteBoundStore, size_of

LARGE = LARGE_VALUE + 1


@dataclass
class Lump:
    """A value that is stored as so many bytes."""

    stored: int

    @property
    def nbytes(self) -> int:
        return self.stored - OVERHEAD


def store_of(small: int, *, large: int = 0) -> ByteBoundStore:
    return ByteBoundStore(large=large, small=small)


def forbidden() -> Lump:
    raise AssertionError("made again")


def test_a_value_is_made_once_and_handed_out_as_it_is():
    store = store_of(100)
    lump = store.get("a", lambda: Lump(10))
    assert store.get("a", forbidden) is lump
    assert "a" in store
    assert "b" not in store
    assert store.nbytes == 10


def test_the_least_recently_used_go_first():
    store = store_of(30)
    for key in "abc":
        store.get(key, lambda: Lump(10))
    store.get("a", forbidden)
    store.get("d", lambda: Lump(10))
    assert [key for key in "abcd" if key in store] == ["a", "c", "d"]
    assert store.nbytes == 30


def test_as_many_go_as_the_new_one_needs():
    store = store_of(30)
    for key in "abc":
        store.get(key, lambda: Lump(10))
    store.get("d", lambda: Lump(15))
    assert [key for key in "abcd" if key in store] == ["c", "d"]
    assert store.nbytes == 25


def test_a_value_above_the_bound_is_handed_out_and_not_kept():
    store = store_of(30)
    store.get("a", lambda: Lump(30))
    assert store.get("b", lambda: Lump(31)).stored == 31
    assert "b" not in store
    assert "a" in store
    assert store.nbytes == 30


def test_an_exception_reaches_the_caller_and_leaves_nothing_behind():
    store = store_of(30)

    def broken() -> Lump:
        raise ValueError("no luck")

    for _ in range(2):
        with pytest.raises(ValueError, match="no luck"):
            store.get("a", broken)
    assert "a" not in store
    assert store.nbytes == 0
    assert store.get("a", lambda: Lump(5)).stored == 5


def test_a_run_that_is_stopped_frees_the_key():
    """Streamlit ends a run by raising what is no Exception."""
    store = store_of(30)

    def stopped() -> Lump:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.get("a", stopped)
    assert store.get("a", lambda: Lump(5)).stored == 5


def test_making_one_value_may_ask_for_another():
    store = store_of(30)

    def outer() -> Lump:
        return Lump(store.get("inner", lambda: Lump(3)).stored * 2)

    assert store.get("outer", outer).stored == 6
    assert store.nbytes == 9


def test_visitors_who_ask_at_once_share_one_computation():
    store = store_of(100)
    made = []
    gate = threading.Barrier(8)
    go_on = threading.Event()

    def make() -> Lump:
        made.append(threading.get_ident())
        go_on.wait(10)
        return Lump(7)

    def ask() -> Lump:
        gate.wait(10)
        return store.get("a", make)

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask) for _ in range(8)]
        go_on.set()
        answers = [each.result(10) for each in asked]
    assert len(made) == 1
    assert all(answer is answers[0] for answer in answers)
    assert store.nbytes == 7


def test_who_waits_for_a_failing_computation_tries_again():
    store = store_of(100)
    started, fail = threading.Event(), threading.Event()

    def broken() -> Lump:
        started.set()
        fail.wait(10)
        raise ValueError("no luck")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(store.get, "a", broken)
        started.wait(10)
        second = pool.submit(store.get, "a", lambda: Lump(4))
        fail.set()
        with pytest.raises(ValueError, match="no luck"):
            first.result(10)
        assert second.result(10).stored == 4


def test_other_keys_do_not_wait():
    store = store_of(100)
    started, go_on = threading.Event(), threading.Event()

    def slow() -> Lump:
        started.set()
        go_on.wait(10)
        return Lump(1)

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(store.get, "slow", slow)
        started.wait(10)
        assert store.get("quick", lambda: Lump(2)).stored == 2
        assert not waiting.done()
        go_on.set()
        assert waiting.result(10).stored == 1


def test_the_bytes_add_up_under_many_threads():
    store = store_of(500)
    too_much = []

    def work(seed: int) -> None:
        draw = random.Random(seed)
        for _ in range(300):
            number = draw.randrange(60)
            assert store.get(number, lambda number=number: Lump(number)).stored == number
            if store.nbytes > 500 + 60:
                too_much.append(store.nbytes)

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work, seed) for seed in range(8)]:
            done.result(30)
    assert too_much == []
    assert store.nbytes == sum(number for number in range(60) if number in store) <= 500


def test_what_something_else_takes_makes_the_bound_smaller():
    taken = 0
    store = ByteBoundStore(large=10 * LARGE, small=100, taken=lambda: taken)
    store.keep("small", Lump(100))
    for name in ("a", "b"):
        store.keep(name, Lump(4 * LARGE))
    taken = 5 * LARGE
    store.keep("c", Lump(LARGE))
    assert [name in store for name in ("a", "b", "c", "small")] == [False, True, True, True]
    assert store.nbytes == 5 * LARGE + 100


def test_large_values_sweep_no_small_ones_out_nor_the_other_way_round():
    store = store_of(100, large=2 * LARGE)
    store.keep("preview", Lump(60))
    for number in range(5):
        store.keep(number, Lump(LARGE))
    assert [key for key in ("preview", *range(5)) if key in store] == ["preview", 3, 4]
    for name in "ab":
        store.keep(name, Lump(50))
    assert [key for key in ("preview", "a", "b", 3, 4) if key in store] == ["a", "b", 3, 4]


def test_what_is_not_there_is_missing_and_none_is_a_value():
    store = store_of(100)
    assert store.find("a") is MISSING
    store.keep("a", None)
    assert store.find("a") is None
    assert store.get("a", forbidden) is None


@dataclass(frozen=True)
class Packed:
    name: str
    arrays: tuple[np.ndarray, ...]
    table: dict[str, bytes]


def test_the_size_is_that_of_all_that_a_value_holds():
    array = np.zeros((100, 100), np.float32)
    packed = Packed("name", (array, array), {"key": bytes(5_000)})
    assert 85_000 <= size_of(packed) <= 86_000
    assert size_of([1, 2.5, None, True]) < 500


def test_a_value_of_unknown_size_is_not_taken():
    with pytest.raises(TypeError, match="object"):
        size_of([object()])


def test_clearing_forgets_everything():
    store = store_of(100)
    store.keep("a", Lump(40))
    store.clear()
    assert "a" not in store
    assert store.nbytes == 0
