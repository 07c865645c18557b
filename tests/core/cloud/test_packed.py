from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kseg_core import SettingsError
from kseg_core.cloud.packed import DTYPES, pack_arrays
from tests.core.cloud.unpacking import unpack


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(sorted(DTYPES)).flatmap(
            lambda name: arrays(
                np.dtype(name), st.lists(st.integers(0, 4), min_size=1, max_size=3).map(tuple)
            )
        ),
        max_size=4,
    )
)
def test_arrays_arrive_as_they_left(sent: list[np.ndarray]):
    named = {f"array {number}": array for number, array in enumerate(sent)}
    header, received = unpack(pack_arrays({"K": 3, "title": "σ"}, named))
    assert header == {"K": 3, "title": "σ"}
    assert list(received) == list(named)
    for name, array in named.items():
        assert received[name].dtype == array.dtype
        np.testing.assert_array_equal(received[name], array)


def test_order_in_memory_and_of_bytes_does_not_matter():
    rows = np.arange(12, dtype=np.int32).reshape(3, 4)
    for array in (rows.T, rows[:, ::2], np.asfortranarray(rows), rows.astype(">i4")):
        np.testing.assert_array_equal(unpack(pack_arrays({}, {"a": array}))[1]["a"], array)


@pytest.mark.parametrize("dtype", [np.int64, np.bool_, np.complex128, "U3"])
def test_types_a_browser_lacks_are_refused(dtype: Any):
    with pytest.raises(SettingsError, match="'counts'"):
        pack_arrays({}, {"counts": np.zeros(2, dtype=dtype)})


def test_the_list_of_arrays_cannot_be_overwritten():
    with pytest.raises(SettingsError, match="arrays"):
        pack_arrays({"arrays": []}, {})


def test_what_is_not_json_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        pack_arrays({"wcss": float("nan")}, {})
