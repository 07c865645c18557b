import io

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from kseg_core.errors import SettingsError
from kseg_core.export.result_files import (
    encode_cut_out,
    encode_label_array,
    encode_label_numbers,
    encode_mask,
    encode_result_jpeg,
    encode_result_webp,
)
from kseg_core.image import NO_LABEL
from kseg_core.reading.decode import decode_image
from tests.core.export.photo_files import png
from tests.core.export.script_runs import rgba

LABELS = (
    np.array([[0, 0, 1, 1], [0, 2, 2, NO_LABEL], [2, 2, 2, NO_LABEL]], np.uint8).repeat(16, 0).repeat(16, 1)
)
COLORS = np.array([[200, 30, 40], [20, 160, 60], [30, 60, 220]], np.uint8)


def painted() -> NDArray[np.uint8]:
    there = LABELS != NO_LABEL
    pixels = np.zeros((*LABELS.shape, 4), np.uint8)
    pixels[there] = np.hstack([COLORS, np.full((3, 1), 255, np.uint8)])[LABELS[there]]
    return pixels


def test_webp_has_exactly_the_colors_and_the_transparency() -> None:
    file = encode_result_webp(LABELS, COLORS)
    assert np.array_equal(rgba(file), painted())
    full = np.minimum(LABELS, 2)
    with Image.open(io.BytesIO(encode_result_webp(full, COLORS))) as picture:
        assert picture.mode == "RGB"
        assert np.array_equal(np.asarray(picture), COLORS[full])


def test_jpeg_is_close_and_white_where_nothing_is() -> None:
    file = encode_result_jpeg(LABELS, COLORS)
    with Image.open(io.BytesIO(file)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (64, 48))
    pixels = rgba(file).astype(int)
    expected = painted().astype(int)
    expected[LABELS == NO_LABEL] = 255
    assert np.abs(pixels - expected).mean() < 3
    assert np.abs(pixels[20:44, 56:] - 255).max() <= 3


@pytest.mark.parametrize(("encode", "side"), [(encode_result_jpeg, 65_501), (encode_result_webp, 16_384)])
def test_pictures_that_a_format_cannot_hold_are_refused(encode, side: int) -> None:
    with pytest.raises(SettingsError, match="Take the PNG"):
        encode(np.zeros((1, side), np.uint8), COLORS)


def test_cut_out_keeps_the_photo_and_its_partial_alpha() -> None:
    image = decode_image(png(alpha=True))
    assert image.alpha is not None
    labels = np.tile(np.arange(image.width, dtype=np.uint8) // 30, (image.height, 1))
    labels[image.alpha == 0] = NO_LABEL
    cut = rgba(encode_cut_out(image, np.isin(labels, [1, 200])).data)
    picked = labels == 1
    assert np.array_equal(cut[..., 3], np.where(picked, image.alpha, 0))
    assert np.array_equal(cut[picked][:, :3], image.pixels[picked])
    assert not cut[~picked].any()
    assert 90 in cut[..., 3]

    opaque = rgba(encode_cut_out(decode_image(png()), np.maximum(labels, 1) == 1).data)
    assert np.array_equal(opaque[..., 3] == 255, np.maximum(labels, 1) == 1)


def test_cutting_out_nothing_is_refused() -> None:
    with pytest.raises(SettingsError, match="Pick at least one"):
        encode_cut_out(decode_image(png()), np.zeros((66, 90), np.bool_))


def test_label_map_comes_back_from_png_and_npy() -> None:
    file = np.frombuffer(encode_label_numbers(LABELS), np.uint8)
    assert np.array_equal(cv2.imdecode(file, cv2.IMREAD_UNCHANGED), LABELS)
    loaded = np.load(io.BytesIO(encode_label_array(LABELS)), allow_pickle=False)
    assert loaded.dtype == np.uint8
    assert np.array_equal(loaded, LABELS)


def test_masks_are_white_where_their_cluster_is_for_opencv_and_pillow() -> None:
    for label in range(4):
        data = encode_mask(LABELS, label)
        inside = label == LABELS
        by_opencv = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        assert np.array_equal(by_opencv, np.where(inside, 255, 0))
        with Image.open(io.BytesIO(data)) as picture:
            assert np.array_equal(np.asarray(picture.convert("L")) == 255, inside)
        assert data[24] == 8, "bits a pixel"
