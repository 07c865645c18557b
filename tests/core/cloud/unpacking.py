"""What the browser makes of packed arrays, written down once more for the tests."""

import json
import zlib
from typing import Any

import numpy as np

from kseg_core.cloud.packed import ALIGNMENT


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header and the arrays of `pack_arrays`."""
    length = int.from_bytes(data[:4], "little")
    header = json.loads(data[4 : 4 + length])
    body = zlib.decompress(data[4 + length :])
    found = {}
    for part in header.pop("arrays"):
        assert part["offset"] % ALIGNMENT == 0
        piece = body[part["offset"] : part["offset"] + part["length"]]
        found[part["name"]] = np.frombuffer(piece, np.dtype(part["dtype"]).newbyteorder("<")).reshape(
            part["shape"]
        )
    return header, found


def sums(packed: np.ndarray) -> np.ndarray:
    """The rows of channels that `deltas` were made of."""
    values = sum(packed[:, byte].astype(np.int64) << (8 * byte) for byte in range(packed.shape[1]))
    return np.cumsum(values, axis=1).T % (1 << (8 * packed.shape[1]))
