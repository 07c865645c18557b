"""Label maps as PNG: exactly the colors of the palette."""

import io
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from kseg_core.encoding.pictures import (
    encode_label_map,
)
from kseg_core.errors import SettingsError
from kseg_core.image import NO_LABEL
from kseg_core.kmeans.settings import K_MAX
from tests.core.encoded_pictures import random_palette, rgba_of


@pytest.mark.parametrize("k", range(1, K_MAX + 1))
@pytest.mark.parametrize("gaps", [False, True])
def test_a_label_map_comes_back_in_exactly_its_colors(k: int, gaps: bool):
    rng = np.random.default_rng(k)
    palette = random_palette(k)
    labels = rng.integers(0, k, (37, 61), dtype=np.uint8)
    labels.flat[:k] = np.arange(k)
    if gaps:
        labels[rng.random(labels.shape) < 0.2] = NO_LABEL
        labels.flat[:k] = np.arange(k)
    rgba = rgba_of(encode_label_map(labels, palette))
    there = labels != NO_LABEL
    assert np.array_equal(rgba[there][:, :3], palette[labels[there]])
    assert np.array_equal(rgba[..., 3], np.where(there, 255, 0))
    assert len(np.unique(rgba[there], axis=0)) == k


@pytest.mark.parametrize(
    ("entries", "bits"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 4), (16, 4), (17, 8), (32, 8)]
)
def test_a_pixel_takes_the_fewest_bits_that_are_enough(entries: int, bits: int):
    labels = np.arange(entries, dtype=np.uint8)[None].repeat(2, axis=0)
    header = encode_label_map(labels, random_palette(entries)).data
    assert header[24] == bits
    assert header[25] == 3


def test_the_palette_in_the_file_is_sorted_by_luminance_after_the_transparent_entry():
    palette = np.array([[250, 250, 250], [0, 0, 0], [0, 200, 0], [200, 0, 0]], dtype=np.uint8)
    labels = np.array([[0, 1, 2, 3, NO_LABEL]], dtype=np.uint8)
    with Image.open(io.BytesIO(encode_label_map(labels, palette).data)) as picture:
        stored = np.array(picture.getpalette()).reshape(-1, 3)[1:5]
        assert picture.info == {"transparency": 0}
    assert stored.tolist() == palette[[1, 3, 2, 0]].tolist()


def test_a_label_map_has_no_chunks_but_the_picture():
    labels = np.array([[0, 1, NO_LABEL]], dtype=np.uint8)
    data = encode_label_map(labels, random_palette(2)).data
    position, chunks = 8, []
    while position < len(data):
        chunks.append(data[position + 4 : position + 8])
        position += 12 + int.from_bytes(data[position : position + 4], "big")
    assert chunks == [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"]


def test_unused_colors_are_not_in_the_file():
    palette = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]], dtype=np.uint8)
    with Image.open(io.BytesIO(encode_label_map(np.full((4, 4), 1, np.uint8), palette).data)) as picture:
        assert picture.getpalette()[:3] == [4, 5, 6]
        assert len(picture.palette.palette) == 3


@given(
    labels=arrays(
        np.uint8,
        st.tuples(st.integers(1, 40), st.integers(1, 40)),
        elements=st.sampled_from([0, 1, 2, 3, 4, NO_LABEL]),
    ),
    max_side=st.one_of(st.none(), st.integers(1, 50)),
)
def test_scaled_or_not_a_label_map_never_gets_a_new_color(labels, max_side):
    palette = random_palette(5)
    encoded = encode_label_map(labels, palette, max_side=max_side)
    rgba = rgba_of(encoded)
    if max_side is None or max(labels.shape) <= max_side:
        assert rgba.shape[:2] == labels.shape
    else:
        assert max(rgba.shape[:2]) == max_side
    there = rgba[..., 3] == 255
    assert np.isin(rgba[..., 3], [0, 255]).all()
    present = np.unique(labels[labels != NO_LABEL])
    colors = set(map(tuple, rgba[there][:, :3].tolist()))
    assert colors <= set(map(tuple, palette[present].tolist()))


def test_scaling_down_keeps_regions_where_they_are():
    labels = np.array([[0, 1], [2, 3]], dtype=np.uint8).repeat(50, axis=0).repeat(70, axis=1)
    palette = random_palette(4)
    rgba = rgba_of(encode_label_map(labels, palette, max_side=14))
    expected = palette[np.array([[0, 1], [2, 3]]).repeat(5, axis=0).repeat(7, axis=1)]
    assert np.array_equal(rgba[..., :3], expected)


def test_one_pixel():
    palette = np.array([[12, 34, 56]], dtype=np.uint8)
    assert rgba_of(encode_label_map(np.zeros((1, 1), np.uint8), palette)).tolist() == [[[12, 34, 56, 255]]]
    assert rgba_of(encode_label_map(np.full((1, 1), NO_LABEL, np.uint8), palette))[0, 0, 3] == 0


def test_a_view_of_an_array_is_encoded_like_its_copy():
    labels = np.random.default_rng(0).integers(0, 5, (60, 80), dtype=np.uint8)
    palette = random_palette(5)
    for view in (labels[::2, ::3], labels.T, labels[::-1]):
        assert encode_label_map(view, palette) == encode_label_map(view.copy(), palette)
        assert encode_label_map(view, palette, max_side=9) == encode_label_map(
            view.copy(), palette, max_side=9
        )


def test_read_only_arrays_are_encoded_and_left_alone():
    labels, palette = np.zeros((3, 3), np.uint8), random_palette(2)
    labels.flags.writeable = palette.flags.writeable = False
    assert encode_label_map(labels, palette).width == 3


def test_all_255_colors_fit():
    labels = np.arange(255, dtype=np.uint8)[None]
    palette = random_palette(255)
    assert np.array_equal(rgba_of(encode_label_map(labels, palette))[0, :, :3], palette)


@pytest.mark.parametrize(
    ("labels", "palette", "max_side"),
    [
        (np.full((2, 2), 3, np.uint8), random_palette(3), None),
        (np.zeros((2, 2), np.uint8), np.zeros((0, 3), np.uint8), None),
        (np.zeros((2, 2), np.uint8), np.zeros((256, 3), np.uint8), None),
        (np.zeros((2, 2), np.uint8), np.zeros((3, 4), np.uint8), None),
        (np.zeros((2, 2), np.uint8), np.zeros(3, np.uint8), None),
        (np.zeros((2, 2), np.uint8), np.zeros((3, 3), np.float32), None),
        (np.zeros((2, 2), np.int32), random_palette(3), None),
        (np.zeros((2, 2, 3), np.uint8), random_palette(3), None),
        (np.zeros((0, 2), np.uint8), random_palette(3), None),
        (np.zeros((2, 2), np.uint8), random_palette(3), 0),
    ],
)
def test_arrays_that_do_not_fit_are_refused(labels, palette, max_side):
    with pytest.raises(SettingsError):
        encode_label_map(labels, palette, max_side=max_side)


def test_pixels_of_a_label_map_keep_their_alpha():
    labels = np.array([[0, 1, 1, NO_LABEL, NO_LABEL]], dtype=np.uint8)
    alpha = np.array([[40, 200, 255, 0, 90]], dtype=np.uint8)
    palette = np.array([[250, 250, 250], [10, 10, 10]], dtype=np.uint8)
    rgba = rgba_of(encode_label_map(labels, palette, alpha=alpha))
    assert rgba[0].tolist() == [
        [250, 250, 250, 40],
        [10, 10, 10, 200],
        [10, 10, 10, 255],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
    ]
    for wrong in (np.zeros((5, 1), np.uint8), alpha.astype(float)):
        with pytest.raises(SettingsError, match="transparency"):
            encode_label_map(labels, palette, alpha=wrong)


@pytest.mark.parametrize(("k", "steps"), [(1, 128), (2, 127), (3, 85), (32, 7), (255, 1)])
def test_alpha_is_rounded_to_as_many_even_steps_as_a_palette_has_room_for(k: int, steps: int):
    labels, alpha = (np.ascontiguousarray(each, np.uint8) for each in np.mgrid[:k, 128:256])
    labels[:, 0] = NO_LABEL
    palette = random_palette(k)
    encoded = encode_label_map(labels, palette, alpha=alpha)
    rgba, there = rgba_of(encoded), labels != NO_LABEL
    np.testing.assert_array_equal(rgba[there][:, :3], palette[labels[there]])
    assert not rgba[~there].any()
    kept = np.unique(rgba[there][:, 3]).astype(int)
    assert len(kept) == min(steps, 127)
    assert kept[-1] == 255
    assert np.ptp(np.diff(kept)) <= 1 if len(kept) > 1 else k == 255
    if len(kept) > 1:
        assert np.abs(rgba[..., 3][there].astype(int) - alpha[there]).max() <= np.ceil(
            np.diff(kept).max() / 2
        )
    again = rgba_of(encode_label_map(labels, palette, alpha=np.ascontiguousarray(rgba[..., 3])))
    np.testing.assert_array_equal(again, rgba)


def test_a_label_map_is_smaller_and_much_quicker_than_with_optimize():
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:1500, 0:2000]
    field = np.sin(x / 170) + np.sin(y / 130 + x / 400) + 0.04 * rng.standard_normal(x.shape)
    labels = np.digitize(field, [-1.4, -0.8, -0.2, 0.2, 0.8, 1.4]).astype(np.uint8)
    palette = random_palette(7)[np.random.default_rng(1).permutation(7)]
    palette = palette[np.argsort(palette @ [299, 587, 114])]

    start = time.perf_counter()
    ours = encode_label_map(labels, palette)
    our_time = time.perf_counter() - start
    picture = Image.fromarray(palette[labels]).quantize(7)
    file = io.BytesIO()
    start = time.perf_counter()
    picture.save(file, "PNG", optimize=True)
    their_time = time.perf_counter() - start
    assert len(ours.data) < 1.1 * len(file.getvalue())
    assert our_time < their_time


@pytest.mark.parametrize("cell", [1, 2, 5, 40])
def test_a_label_map_of_many_colors_is_within_a_tenth_of_the_smallest_that_pillow_writes(cell: int):
    rng = np.random.default_rng(3)
    y, x = np.mgrid[:400, :600]
    wave = 10 + 9 * np.sin(x / 37) * np.cos(y / 23) + rng.normal(0, 0.4, (400, 600))
    labels = np.clip(wave, 0, 19).astype(np.uint8)[::cell, ::cell].repeat(cell, 0).repeat(cell, 1)
    gray = np.arange(20, dtype=np.uint8)[:, None].repeat(3, axis=1)  # in the order of their luminance
    picture = Image.fromarray(labels)
    picture.putpalette(gray.tobytes())
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    assert len(encode_label_map(labels, gray).data) < 1.1 * len(file.getvalue())


@pytest.mark.parametrize("shape", [(1, 900), (900, 1), (1500, 1700)])
def test_a_label_map_of_many_colors_comes_back_as_it_was(shape: tuple[int, int]):
    rng = np.random.default_rng(3)
    palette, opacity = random_palette(20), np.full(20, 255, np.uint8)
    opacity[[0, 7]] = 200, 90
    labels = np.repeat(rng.integers(0, 20, (shape[0], -(-shape[1] // 5)), dtype=np.uint8), 5, axis=1)
    labels = np.ascontiguousarray(labels[:, : shape[1]])
    assert np.array_equal(rgba_of(encode_label_map(labels, palette))[..., :3], palette[labels])
    rgba = rgba_of(encode_label_map(labels, palette, alpha=opacity[labels]))
    assert np.array_equal(rgba, np.dstack([palette[labels], opacity[labels]]))
