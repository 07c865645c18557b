"""Columns as `st.dataframe` sends them without pandas, whose import takes 44 MB."""

from array import array
from collections.abc import Mapping
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from kseg_core.wording import Column

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_table(columns: Mapping[str, Column]) -> "pa.Table":
    """The Arrow table of columns of one length: texts, integers, or floats in which NaN is an empty cell.

    It is built from buffers, because Arrow imports pandas to convert anything else.
    """
    import pyarrow as pa

    def column(values: Column) -> "pa.Array":
        if isinstance(values, list):
            texts = [value.encode() for value in values]
            ends = array("i", accumulate(map(len, texts), initial=0))
            buffers = [None, pa.py_buffer(ends.tobytes()), pa.py_buffer(b"".join(texts))]
            return pa.Array.from_buffers(pa.string(), len(texts), buffers)
        if values.dtype.kind != "f":
            numbers = pa.py_buffer(values.astype(np.int64).tobytes())
            return pa.Array.from_buffers(pa.int64(), len(values), [None, numbers])
        numbers = pa.py_buffer(values.astype(np.float64).tobytes())
        there = pa.py_buffer(np.packbits(~np.isnan(values), bitorder="little").tobytes())
        return pa.Array.from_buffers(pa.float64(), len(values), [there, numbers])

    return pa.Table.from_arrays([column(values) for values in columns.values()], names=list(columns))
