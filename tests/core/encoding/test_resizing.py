from hypothesis import given
from hypothesis import strategies as st

from kseg_core.encoding.resizing import fitted_size


@given(width=st.integers(1, 100_000), height=st.integers(1, 100_000), max_side=st.integers(1, 100_000))
def test_fitted_size(width: int, height: int, max_side: int):
    w, h = fitted_size(width, height, max_side)
    if max(width, height) <= max_side:
        assert (w, h) == (width, height)
    else:
        assert max(w, h) == max_side
        assert abs(min(w, h) - max(1, min(width, height) * max_side / max(width, height))) <= 0.5
