"""Arrays for the browser: one message of a JSON header and the compressed arrays."""

import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kseg_core.errors import SettingsError

DTYPES = frozenset({"uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"})
"""The types for which a browser has typed arrays."""

ALIGNMENT = 8
"""Each array starts at a multiple of so many bytes."""


def pack_arrays(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """A message of a few values and arrays.

    Parameters
    ----------
    header : mapping of str to JSON values
        Small values. The key ``"arrays"`` is reserved.
    arrays : mapping of str to ndarray
        Of the types in `DTYPES`.

    Returns
    -------
    bytes
        The length of the header (4 bytes, little endian), the header as JSON in UTF-8, and one
        zlib stream of all arrays, little endian, in C order, each at a multiple of `ALIGNMENT`
        bytes. The header gains ``"arrays"``: a list of ``name``, ``dtype``, ``shape``,
        ``offset`` and ``length`` (bytes of the inflated stream).

    Raises
    ------
    SettingsError
        If an array has another type or the header uses ``"arrays"``.
    """
    if "arrays" in header:
        raise SettingsError('A header cannot hold "arrays": the list of arrays stands there.')
    described = []
    body = bytearray()
    for name, array in arrays.items():
        if array.dtype.name not in DTYPES:
            raise SettingsError(f"The array {name!r} is {array.dtype.name}, which a browser cannot read.")
        body += bytes(-len(body) % ALIGNMENT)
        data = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()
        described.append(
            {
                "name": name,
                "dtype": array.dtype.name,
                "shape": list(array.shape),
                "offset": len(body),
                "length": len(data),
            }
        )
        body += data
    text = json.dumps({**header, "arrays": described}, separators=(",", ":"), allow_nan=False).encode()
    return len(text).to_bytes(4, "little") + text + zlib.compress(body)
