"""What comes out of a file: a picture or one sentence, soon."""

import re
import time

from kseg_core.errors import ImageError
from kseg_core.image import RgbImage
from kseg_core.reading.decode import decode_image

MAX_SECONDS = 5
SENTENCE = re.compile(r"[A-Z][^\n]+[.]")
CUT_SHORT = "This file is cut short: only part of the picture arrived. Try saving or downloading it again."


def outcome(data: bytes) -> RgbImage | ImageError:
    """What comes out of `data`, in time and without any other exception."""
    start = time.perf_counter()
    result = _attempt(data)
    assert time.perf_counter() - start < MAX_SECONDS
    if isinstance(result, ImageError):
        assert SENTENCE.fullmatch(str(result))
    return result


def _attempt(data: bytes) -> RgbImage | ImageError:
    try:
        return decode_image(data)
    except ImageError as error:
        return error


def refusal(data: bytes) -> ImageError:
    result = outcome(data)
    assert isinstance(result, ImageError)
    return result
