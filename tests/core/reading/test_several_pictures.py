"""Of a file with several pictures or frames the first is taken, or the primary one."""

import struct

import numpy as np
import pytest
from PIL import Image

from kseg_core.reading.decode import decode_image
from tests.core.reading.bad_files import tiff_of_pages
from tests.core.reading.picture_files import IMAGE, SCENE, save

OTHER = Image.fromarray(255 - SCENE)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_first_frame_of_an_animation(kind: str) -> None:
    options = {"lossless": True} if kind == "WEBP" else {}
    image = decode_image(save(IMAGE, kind, save_all=True, append_images=[OTHER], **options))
    assert image.notes == ("first frame of an animation",)
    assert np.abs(image.pixels.astype(int) - SCENE).mean() < 12


@pytest.mark.parametrize("kind", ["TIFF", "MPO", "HEIF"])
def test_first_of_three_pictures(kind: str) -> None:
    image = decode_image(save(IMAGE, kind, save_all=True, append_images=[OTHER, OTHER]))
    assert image.notes == ("first of 3 pictures in the file",)
    assert np.abs(image.pixels.astype(int) - SCENE).mean() < 5


def test_heic_shows_its_primary_picture() -> None:
    data = save(OTHER, "HEIF", save_all=True, append_images=[IMAGE], primary_index=1, quality=90)
    image = decode_image(data)
    assert image.notes == ("picture 2 of 2 pictures in the file",)
    assert np.abs(image.pixels.astype(int) - SCENE).mean() < 3


def test_the_brightness_map_of_an_ultra_hdr_photo_is_no_picture() -> None:
    photo = save(IMAGE, "MPO", save_all=True, append_images=[OTHER])
    xmp = b'http://ns.adobe.com/xap/1.0/\0<rdf hdrgm:Version="1.0"/>'
    segment = b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp
    assert decode_image(photo[:2] + segment + photo[2:]).notes == ()


def test_pages_that_never_end() -> None:
    assert decode_image(tiff_of_pages(3, endless=True)).notes == ("first of 3 pictures in the file",)
    (note,) = decode_image(tiff_of_pages(3000)).notes
    assert note == "first of more than 999 pictures in the file"
