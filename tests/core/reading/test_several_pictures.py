"""Of a file with several pictures or frames the first is taken, or the primary one."""

import struct

import numpy as np
import pytest
from PIL import Image

from kseg_core.errors import ImageError
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


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
@pytest.mark.parametrize("alone", [True, False])
def test_around_a_frame_smaller_than_its_canvas_all_is_transparent(kind: str, alone: bool) -> None:
    image = decode_image(small_frame(kind, alone=alone))
    inside = np.zeros((16, 24), bool)
    inside[6:9, 10:14] = True
    assert image.alpha is not None
    np.testing.assert_array_equal(image.alpha, np.where(inside, 255, 0))
    np.testing.assert_array_equal(image.pixels[inside], [[200, 10, 30]] * 12)
    assert image.prepared.notes == (() if alone else ("first frame of an animation",))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_the_first_frame_that_shows_something(kind: str) -> None:
    empty, red = Image.new("RGBA", (24, 16)), Image.new("RGBA", (24, 16))
    red.paste((200, 10, 30, 255), (10, 6, 14, 9))
    also_empty = Image.new("RGBA", (24, 16), (9, 9, 9, 0))
    options = {"lossless": True, "minimize_size": False, "kmin": 1, "kmax": 1} if kind == "WEBP" else {}
    data = save(empty, kind, save_all=True, append_images=[also_empty, red], duration=[50, 60, 70], **options)
    image = decode_image(data)
    assert image.alpha is not None
    assert (image.alpha > 0).sum() == pytest.approx(12, abs=24 if kind == "AVIF" else 0)
    assert image.prepared.picture in (2, 3)  # some encoders join frames that look alike
    number = image.prepared.picture
    assert image.prepared.notes == (f"frame {number} of an animation, the first that shows anything",)


def test_frames_that_all_show_nothing() -> None:
    empty = Image.new("RGBA", (24, 16))
    frames = [Image.new("RGBA", (24, 16), (number, 0, 0, 0)) for number in range(150)]
    with pytest.raises(ImageError, match="completely transparent"):
        decode_image(save(empty, "PNG", save_all=True, append_images=frames))


def small_frame(kind: str, *, alone: bool) -> bytes:
    """One red frame of 4 × 3 at (10, 6) on a canvas of 24 × 16, and if not alone a whole one after it."""
    if kind == "GIF":
        first = b"," + struct.pack("<4HB", 10, 6, 4, 3, 0) + lzw_of_ones(12)
        second = b"," + struct.pack("<4HB", 0, 0, 24, 16, 0) + lzw_of_ones(384)
        head = b"GIF89a" + struct.pack("<HHBBB", 24, 16, 0x80, 0, 0) + bytes((0, 0, 255, 200, 10, 30))
        return head + first + (b"" if alone else second) + b";"
    frames = [(10, 6, Image.new("RGB", (4, 3), (200, 10, 30))), (0, 0, Image.new("RGB", (24, 16)))]
    chunks = (
        b"VP8X" + struct.pack("<LB3x", 10, 2) + three(23) + three(15) + b"ANIM" + struct.pack("<LLH", 6, 0, 0)
    )
    for left, top, picture in frames[: 1 if alone else 2]:
        pixels = save(picture, "WEBP", lossless=True)[12:]
        place = three(left // 2) + three(top // 2) + three(picture.width - 1) + three(picture.height - 1)
        frame = place + three(50) + b"\0" + pixels
        chunks += b"ANMF" + struct.pack("<L", len(frame)) + frame
    return b"RIFF" + struct.pack("<L", 4 + len(chunks)) + b"WEBP" + chunks


def lzw_of_ones(count: int) -> bytes:
    """GIF pixels of value 1, each after a code that empties the table, so that codes stay 3 bits wide."""
    bits = "".join(format(code, "03b")[::-1] for code in [4, 1] * count + [5])
    packed = bytes(int(bits[i : i + 8][::-1], 2) for i in range(0, len(bits), 8))
    blocks = [packed[i : i + 255] for i in range(0, len(packed), 255)]
    return b"\x02" + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0"


def three(value: int) -> bytes:
    return value.to_bytes(3, "little")
