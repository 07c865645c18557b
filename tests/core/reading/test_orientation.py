"""Photos are turned upright as their EXIF tag says."""

import numpy as np
import pytest
from PIL import Image

from kseg_core.reading.decode import decode_image
from tests.core.reading.picture_files import IMAGE, SCENE, exif_with_orientation, largest_difference, save

TRANSPOSE = Image.Transpose
UPRIGHT_FROM = {
    1: None,
    2: TRANSPOSE.FLIP_LEFT_RIGHT,
    3: TRANSPOSE.ROTATE_180,
    4: TRANSPOSE.FLIP_TOP_BOTTOM,
    5: TRANSPOSE.TRANSPOSE,
    6: TRANSPOSE.ROTATE_90,
    7: TRANSPOSE.TRANSVERSE,
    8: TRANSPOSE.ROTATE_270,
}
TURN_NOTES = {
    1: (),
    2: ("mirrored by its EXIF tag",),
    3: ("rotated by its EXIF tag",),
    4: ("mirrored by its EXIF tag",),
    5: ("rotated and mirrored by its EXIF tag",),
    6: ("rotated by its EXIF tag",),
    7: ("rotated and mirrored by its EXIF tag",),
    8: ("rotated by its EXIF tag",),
}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "JPEG", "AVIF"])
def test_turned_upright(kind: str, orientation: int) -> None:
    method = UPRIGHT_FROM[orientation]
    stored = IMAGE if method is None else IMAGE.transpose(method)
    options = {"WEBP": {"lossless": True}, "JPEG": {"quality": 100, "subsampling": 0}}.get(kind, {})
    image = decode_image(save(stored, kind, exif=exif_with_orientation(orientation), **options))
    assert image.pixels.shape == SCENE.shape
    assert image.pixels.flags.c_contiguous
    assert largest_difference(image.pixels, SCENE) <= {"JPEG": 4, "AVIF": 40}.get(kind, 0)
    assert image.notes == TURN_NOTES[orientation]


@pytest.mark.parametrize("orientation", [3, 6])
def test_heic_is_turned_once(orientation: int) -> None:
    method = UPRIGHT_FROM[orientation]
    assert method is not None
    data = save(IMAGE.transpose(method), "HEIF", exif=exif_with_orientation(orientation), quality=95)
    image = decode_image(data)
    assert image.pixels.shape == SCENE.shape
    assert np.abs(image.pixels.astype(int) - SCENE).mean() < 3


def test_alpha_turns_too() -> None:
    alpha = (SCENE[..., 0] // 2 + 10).astype(np.uint8)
    rgba = Image.fromarray(np.dstack([SCENE, alpha]))
    image = decode_image(save(rgba.transpose(TRANSPOSE.ROTATE_90), "PNG", exif=exif_with_orientation(6)))
    np.testing.assert_array_equal(image.alpha, alpha)
    np.testing.assert_array_equal(image.pixels, SCENE)


@pytest.mark.parametrize("exif", [b"Exif\0\0rubbish", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0"])
def test_broken_exif_is_ignored(exif: bytes) -> None:
    image = decode_image(save(IMAGE, "PNG", exif=exif))
    np.testing.assert_array_equal(image.pixels, SCENE)
    assert image.notes == ()


def test_nonsense_orientation_is_ignored() -> None:
    assert decode_image(save(IMAGE, "PNG", exif=exif_with_orientation(77))).notes == ()
