"""Columns as the Arrow table that `st.dataframe` sends, without pandas: importing it takes 44 MB."""

from array import array
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from kseg_core.edits.cluster_table import Column

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_table(columns: Mapping[str, Column]) -> "pa.Table":
    """The table of columns of one length: lists of str, and arrays of int64 or float64.

    It is put together from buffers. Arrow looks into pandas for anything else that it is given.
    """
    import pyarrow as pa

    def column(values: Column) -> "pa.Array":
        if isinstance(values, Sequence):
            texts = [value.encode() for value in values]
            ends = array("i", accumulate(map(len, texts), initial=0))
            buffers = [None, pa.py_buffer(ends.tobytes()), pa.py_buffer(b"".join(texts))]
            return pa.Array.from_buffers(pa.string(), len(texts), buffers)
        kind = pa.float64() if values.dtype.kind == "f" else pa.int64()
        return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values.tobytes())])

    return pa.Table.from_arrays([column(values) for values in columns.values()], names=list(columns))
