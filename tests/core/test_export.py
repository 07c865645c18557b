import io
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from kseg_core.errors import SettingsError
from kseg_core.export import (
    JPEG_MAX_SIDE,
    STEM_MAX_LENGTH,
    WEBP_MAX_SIDE,
    Encoded,
    encode_label_map,
    encode_photo,
    encode_pixels,
    encode_see_through,
    file_stem,
    fitted_size,
)
from kseg_core.image import RgbImage
from kseg_core.segmentation import K_MAX, NO_LABEL


def rgba_of(encoded: Encoded) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(encoded.data)) as picture:
        assert Image.MIME[picture.format or ""] == encoded.mime
        assert picture.size == (encoded.width, encoded.height)
        assert not picture.getexif()
        return np.asarray(picture.convert("RGBA"))


def random_palette(k: int) -> NDArray[np.uint8]:
    rng = np.random.default_rng(k)
    packed = rng.choice(1 << 24, size=k, replace=False).astype("<u4")
    return packed.view(np.uint8).reshape(k, 4)[:, :3].copy()


def blocks(height: int, width: int) -> NDArray[np.uint8]:
    """Red, green, blue and white quarters."""
    quarter = np.array([[[220, 20, 30], [20, 200, 40]], [[30, 40, 210], [255, 255, 255]]], dtype=np.uint8)
    return quarter.repeat(height // 2, axis=0).repeat(width // 2, axis=1)


# --- label maps


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


def test_colors_of_a_label_map_can_be_see_through():
    labels = np.array([[0, 1, NO_LABEL]], dtype=np.uint8)
    palette = np.array([[250, 250, 250], [10, 10, 10]], dtype=np.uint8)
    rgba = rgba_of(encode_label_map(labels, palette, opacity=np.array([40, 200], dtype=np.uint8)))
    assert rgba[0].tolist()[:2] == [[250, 250, 250, 40], [10, 10, 10, 200]]
    assert rgba[0, 2, 3] == 0
    for opacity in (np.array([40], dtype=np.uint8), np.array([40, 200])):
        with pytest.raises(SettingsError, match="opacity"):
            encode_label_map(labels, palette, opacity=opacity)


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


# --- photos


def test_an_opaque_photo_is_a_jpeg_with_its_channels_in_order():
    pixels = blocks(64, 96)
    encoded = encode_photo(RgbImage(pixels=pixels))
    assert encoded.mime == "image/jpeg"
    rgba = rgba_of(encoded)
    for y, x in ((16, 24), (16, 72), (48, 24), (48, 72)):
        assert np.abs(rgba[y, x, :3].astype(int) - pixels[y, x]).max() <= 6


def test_the_colors_of_a_small_photo_do_not_mix():
    pixels = np.full((60, 80, 3), (255, 0, 0), np.uint8)
    pixels[:, 39:] = (0, 0, 255)
    shown = rgba_of(encode_photo(RgbImage(pixels=pixels), quality=75))[..., :3].astype(int)
    assert np.abs(shown - pixels).max() < 40


def test_quality_trades_size_for_likeness():
    image = RgbImage(pixels=np.random.default_rng(0).integers(0, 256, (80, 80, 3), dtype=np.uint8))
    assert len(encode_photo(image, quality=30).data) < len(encode_photo(image, quality=95).data)


@pytest.mark.parametrize("quality", [0, 101])
def test_quality_is_bounded(quality: int):
    with pytest.raises(SettingsError):
        encode_photo(RgbImage(pixels=blocks(4, 4)), quality=quality)


def test_a_photo_is_averaged_down():
    checks = (np.indices((64, 64)).sum(axis=0) % 2 * 255).astype(np.uint8)
    encoded = encode_photo(RgbImage(pixels=np.dstack([checks] * 3)), max_side=16)
    assert (encoded.width, encoded.height) == (16, 16)
    assert np.abs(rgba_of(encoded)[..., :3].astype(int) - 128).max() <= 3


def test_a_transparent_photo_keeps_its_transparency_and_loses_what_it_hid():
    pixels = blocks(40, 60)
    alpha = np.full((40, 60), 255, np.uint8)
    alpha[:20, :30] = 0
    alpha[20:, :30] = 128
    encoded = encode_photo(RgbImage(pixels=pixels, alpha=alpha))
    assert encoded.mime == "image/png"
    rgba = rgba_of(encoded)
    assert np.array_equal(rgba[..., 3], alpha)
    assert np.array_equal(rgba[alpha == 255][:, :3], pixels[alpha == 255])
    assert np.abs(rgba[alpha == 128][:, :3].astype(int) - pixels[alpha == 128]).max() <= 1
    assert not rgba[alpha == 0].any()


def test_hidden_colors_do_not_bleed_when_a_photo_is_scaled_down():
    pixels = np.full((90, 90, 3), (10, 200, 60), np.uint8)
    pixels[:, 31:] = (255, 0, 255)
    alpha = np.full((90, 90), 255, np.uint8)
    alpha[:, 31:] = 0
    rgba = rgba_of(encode_photo(RgbImage(pixels=pixels, alpha=alpha), max_side=9))
    assert 0 < rgba[0, 3, 3] < 255
    assert np.abs(rgba[:, :4, :3].astype(int) - (10, 200, 60)).max() <= 6
    assert not rgba[:, 4:].any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (JPEG_MAX_SIDE + 500, 1), (2, JPEG_MAX_SIDE + 500)])
@pytest.mark.parametrize("transparent", [False, True])
def test_photos_of_extreme_shapes(shape: tuple[int, int], transparent: bool):
    alpha = np.full(shape, 255, np.uint8) if transparent else None
    image = RgbImage(pixels=np.full((*shape, 3), 90, np.uint8), alpha=alpha)
    rgba = rgba_of(encode_photo(image))
    assert max(rgba.shape) <= JPEG_MAX_SIDE
    assert np.abs(rgba[..., :3].astype(int) - 90).max() <= 2


def test_a_crop_is_encoded_like_a_picture_of_its_own():
    image = RgbImage(pixels=np.random.default_rng(0).integers(0, 256, (50, 70, 3), dtype=np.uint8))
    view = RgbImage(pixels=image.pixels[5:45, 10:60])
    assert encode_photo(view) == encode_photo(image.crop(10, 5, 60, 45))


def test_a_photo_and_its_label_map_get_the_same_size():
    image = RgbImage(pixels=np.zeros((427, 641, 3), np.uint8))
    photo = encode_photo(image, max_side=123)
    labels = encode_label_map(np.zeros((427, 641), np.uint8), random_palette(1), max_side=123)
    assert (photo.width, photo.height) == (labels.width, labels.height)


@given(width=st.integers(1, 100_000), height=st.integers(1, 100_000), max_side=st.integers(1, 100_000))
def test_fitted_size(width: int, height: int, max_side: int):
    w, h = fitted_size(width, height, max_side)
    if max(width, height) <= max_side:
        assert (w, h) == (width, height)
    else:
        assert max(w, h) == max_side
        assert abs(min(w, h) - max(1, min(width, height) * max_side / max(width, height))) <= 0.5


# --- names


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Holiday at sea.HEIC", "Holiday-at-sea"),
        ("photo.jpeg", "photo"),
        ("IMG_2041.JPG", "IMG_2041"),
        ("archive.tar.gz", "archive-tar"),
        ("Two reds", "Two-reds"),
        ("Café à la crème.png", "Café-à-la-crème"),
        ("Cafe\u0301.png", "Café"),
        ("海の写真.jpg", "海の写真"),
        ("हिन्दी.jpg", "हिन्दी"),
        ("C:\\Users\\me\\cat.png", "cat"),
        ("../../etc/passwd", "passwd"),
        ("<script>alert(1)</script>.png", "script"),
        ("a\x00b\r\nSet-Cookie: x.png", "a-b-Set-Cookie-x"),
        ("evil\u202egnp.exe", "evil-gnp"),
        ('"quoted"; filename=x.png', "quoted-filename-x"),
        (".png", "png"),
        ("", "photo"),
        ("...", "photo"),
        ("🙂.png", "photo"),
        ("CON.png", "photo"),
        ("lpt1", "photo"),
        ("x/", "photo"),
        ("a" * 500 + ".png", "a" * STEM_MAX_LENGTH),
    ],
)
def test_file_stem(name: str, stem: str):
    assert file_stem(name) == stem


@given(st.text())
def test_file_stem_is_always_a_safe_name(name: str):
    stem = file_stem(name)
    assert 1 <= len(stem) <= STEM_MAX_LENGTH
    assert len(stem.encode()) <= 4 * STEM_MAX_LENGTH
    assert stem.isprintable()
    assert not set(stem) & set("/\\.<>:\"'|?*&%$#;` \t\r\n")
    assert stem[0] not in "-_"
    assert stem[-1] not in "-_"
    assert file_stem(stem) == stem


def test_a_see_through_picture_keeps_its_alpha_and_is_smaller_than_a_png() -> None:
    photo = data.coffee()[:200, :300]
    alpha = np.tile(np.linspace(0, 255, 300).astype(np.uint8), (200, 1))
    shown = encode_see_through(photo, alpha, quality=90)
    assert shown.mime == "image/webp"
    found = np.array(Image.open(io.BytesIO(shown.data)))
    np.testing.assert_array_equal(found[..., 3], alpha)
    assert np.abs(found[..., :3].astype(int) - photo)[alpha > 0].mean() < 5
    assert len(shown.data) < len(encode_pixels(photo, alpha).data) / 2


def test_colors_under_alpha_zero_are_in_no_see_through_picture() -> None:
    red, hidden = np.full((32, 32, 3), (200, 0, 0), dtype=np.uint8), np.zeros((32, 32), dtype=np.uint8)
    found = np.array(Image.open(io.BytesIO(encode_see_through(red, hidden).data)).convert("RGBA"))
    assert not found.any()


def test_what_is_too_long_for_a_webp_is_a_png() -> None:
    long = np.zeros((1, WEBP_MAX_SIDE + 1, 3), dtype=np.uint8)
    alpha = np.full(long.shape[:2], 7, dtype=np.uint8)
    assert encode_see_through(long, alpha).mime == "image/png"
    assert encode_see_through(long[:, 1:], alpha[:, 1:]).mime == "image/webp"
