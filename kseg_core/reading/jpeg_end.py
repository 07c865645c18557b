"""Whether the data of a JPEG last until its last block.

A file that was cut and closed with an end mark decodes without an error: the decoder fills what is missing
with gray, or in a progressive file with zero bits. Where it looks like that, a second decoding tells, at half
the size and with more data put before the end: a decoder that has all its blocks ignores them, and one that
lacks some makes blocks of them.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from kseg_core.reading.rows import StoredRows

END = b"\xff\xd9"
_MORE_DATA = bytes(range(1, 250)) * 16
_FILLED = (127, 128)
_BLOCK = 8
_CERTAIN_STEP = 4
_TELLING = 10


def ends_gray(rows: StoredRows) -> bool:
    """Whether the last block may have been filled in, which alone is too little to say so."""
    width, height = rows.size
    last = np.asarray(rows.read_image(max(0, height - _BLOCK), height))[:, max(0, width - _BLOCK) :]
    return bool(np.isin(last, _FILLED).all())


def missing_share(data: bytes, last_scan: int) -> float:
    """The share of the rows, from below, that are not or not wholly there; 0 for a whole picture.

    Parameters
    ----------
    data : bytes
        The file.
    last_scan : int
        Where its last scan starts.

    Raises
    ------
    OSError
        If it cannot be decoded.
    """
    end = data.find(END, last_scan)
    if end < 0:
        end = len(data.rstrip(END[:1]))  # half an end mark may be there
    flags = cv2.IMREAD_REDUCED_COLOR_2 | cv2.IMREAD_IGNORE_ORIENTATION
    decoded = [
        cv2.imdecode(np.frombuffer(data[:end] + more + END, np.uint8), flags) for more in (b"", _MORE_DATA)
    ]
    plain, changed = decoded
    if plain is None or changed is None:
        raise OSError("cv2.imdecode returned no picture")
    rows = (plain != changed).any(axis=(1, 2))
    return 1 - int(rows.argmax()) / rows.size if rows.any() else 0.0


def ends_coarse(rows: StoredRows, steps: NDArray[np.float64]) -> bool:
    """Whether the last row of blocks may lack the last bit of its coefficients, so that all are even.

    Parameters
    ----------
    rows : StoredRows
        RGB or gray.
    steps : ndarray of float64, shape (8, 8)
        The quantization table of the luminance.
    """
    width, height = rows.size[0] // _BLOCK * _BLOCK, rows.size[1] // _BLOCK * _BLOCK
    if not width or not height:
        return False
    strip = np.asarray(rows.read_image(height - _BLOCK, height).convert("L"), np.float64)[:, :width]
    blocks = strip.reshape(_BLOCK, -1, _BLOCK).swapaxes(0, 1)
    cosines = cv2.dct(np.eye(_BLOCK), flags=cv2.DCT_ROWS).T
    is_certain = steps >= _CERTAIN_STEP
    is_certain[0, 0] = False  # the mean of a block comes with another scan
    coefficients = np.rint(cosines @ blocks @ cosines.T / steps)[:, is_certain]
    odd = np.count_nonzero(coefficients % 2)
    return bool(np.count_nonzero(coefficients) - odd > _TELLING * (odd + 1))
