"""Whether the data of a JPEG last until its last block.

A file that was cut and closed with an end marker decodes without an error: the decoder fills what is missing
with gray. It is found by a second decoding, at half the size, with more data put before the end: a
decoder that has all its blocks ignores them, and one that lacks some makes blocks of them.
"""

import cv2
import numpy as np

from kseg_core.reading.rows import StoredRows

END = b"\xff\xd9"
_MORE_DATA = bytes(range(1, 250)) * 16
_FILLED = (127, 128)
_BLOCK = 8


def ends_gray(rows: StoredRows) -> bool:
    """Whether the last block may have been filled in, which alone is too little to say so."""
    width, height = rows.size
    last = np.asarray(rows.read(max(0, height - _BLOCK), height))[:, max(0, width - _BLOCK) :]
    return bool(np.isin(last, _FILLED).all())


def missing_share(data: bytes, end: int) -> float:
    """The share of the rows, from below, that are not or not wholly there; 0 for a whole picture.

    Parameters
    ----------
    data : bytes
        The file.
    end : int
        Where the data of its last scan end.

    Raises
    ------
    OSError
        If it cannot be decoded.
    """
    flags = cv2.IMREAD_REDUCED_COLOR_2 | cv2.IMREAD_IGNORE_ORIENTATION
    decoded = [
        cv2.imdecode(np.frombuffer(data[:end] + more + END, np.uint8), flags) for more in (b"", _MORE_DATA)
    ]
    plain, changed = decoded
    if plain is None or changed is None:
        raise OSError("cv2.imdecode returned no picture")
    rows = (plain != changed).any(axis=(1, 2))
    return 1 - int(rows.argmax()) / rows.size if rows.any() else 0.0
