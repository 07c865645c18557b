"""Running the decoder: from an opened file to rows of stored pixels, in the orientation of the file."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.ImageFile import ImageFile

from kseg_core.reading.formats import FileFormat
from kseg_core.reading.layout import FileLayout
from kseg_core.reading.memory import DecodingPlan
from kseg_core.reading.rows import StoredRows


def decode_rows(
    image: ImageFile, file_format: FileFormat, layout: FileLayout, plan: DecodingPlan
) -> StoredRows:
    """Decode the pixels of `image`.

    Pillow holds 4 bytes a pixel that the other decoders can do without: OpenCV decodes plain JPEG and WebP
    straight into an array, and libheif makes one. OpenCV takes a JPEG that is cut short without a word, so
    such files go to Pillow, which does not.
    """
    plain_jpeg = file_format is FileFormat.JPEG and image.mode == "RGB" and layout.complete
    still_webp = file_format is FileFormat.WEBP and not getattr(image, "is_animated", False)
    if (plain_jpeg and not plan.sampled and plan.reduction == 1) or still_webp:
        return _decode_with_opencv(layout.data, image.has_transparency_data)
    if file_format is FileFormat.HEIC:
        return _decode_with_libheif(layout.data)
    if plan.reduction > 1:
        width, height = image.size
        image.draft(None, (width // plan.reduction, height // plan.reduction))
    image.load()
    width, height = image.size
    return StoredRows(size=image.size, read=lambda top, bottom: image.crop((0, top, width, bottom)))


def _decode_with_opencv(data: bytes, with_alpha: bool) -> StoredRows:
    flags = cv2.IMREAD_UNCHANGED if with_alpha else cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if decoded is None:
        raise OSError("cv2.imdecode returned no picture")
    stored = np.asarray(decoded, np.uint8)
    if stored.shape[2] == 4:
        return _rows_of_array(stored, "RGBA", raw_mode="BGRA")
    return _rows_of_array(stored, "RGB", raw_mode="RGB")


def _decode_with_libheif(data: bytes) -> StoredRows:
    import pillow_heif

    heif = pillow_heif.open_heif(data, convert_hdr_to_8bit=True)
    return _rows_of_array(np.asarray(heif), heif.mode, raw_mode=heif.mode)


def _rows_of_array(stored: NDArray[np.uint8], mode: str, *, raw_mode: str) -> StoredRows:
    height, width = stored.shape[:2]

    def read(top: int, bottom: int) -> Image.Image:
        strip = np.ascontiguousarray(stored[top:bottom])
        return Image.frombuffer(mode, (width, bottom - top), strip, "raw", raw_mode, 0, 1)

    return StoredRows(size=(width, height), read=read, rgb=stored if mode == "RGB" else None)
