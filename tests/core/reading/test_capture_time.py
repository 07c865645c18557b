"""When a photo was taken, from its EXIF block."""

import pytest
from PIL import ExifTags, Image

from kseg_core.reading.decode import decode_image
from tests.core.reading.picture_files import IMAGE, save


def exif(moment: str | None) -> bytes:
    block = Image.Exif()
    if moment is not None:
        block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = moment
    return block.tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_the_moment_of_the_camera_is_read(kind: str):
    image = decode_image(save(IMAGE, kind, exif=exif("2026:05:03 12:33:10")))
    assert image.prepared.captured == "2026-05-03 12:33:10"
    assert image.prepared.has_pixels_of_file


@pytest.mark.parametrize(
    "moment", [None, "0000:00:00 00:00:00", "2026:02:31 12:00:00", "    :  :     :  :  ", "yesterday"]
)
def test_a_moment_that_is_none_is_not_told(moment: str | None):
    assert decode_image(save(IMAGE, "JPEG", exif=exif(moment))).prepared.captured == ""
