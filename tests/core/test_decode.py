import hashlib
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

import kseg_core.decode
from kseg_core.decode import MAX_PIXELS, MAX_UPLOAD_BYTES, decode_image, image_digest, stored_pixels
from kseg_core.errors import ImageError, SettingsError
from tests.core.bad_files import header, pixel_data, png, tiff, tiff_of_pages
from tests.core.picture_files import (
    cmyk_profile,
    display_p3_profile,
    every_format,
    exif_with_orientation,
    gray_profile,
    save,
    scene,
    srgb_profile,
)

SCENE = scene()
IMAGE = Image.fromarray(SCENE)
GRAY = SCENE[..., 2]
FILES = every_format()
LOSSLESS = {"PNG", "WebP", "TIFF", "BMP"}
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


def largest_difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> int:
    return int(np.abs(one.astype(int) - other.astype(int)).max())


def as_rgb(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.repeat(gray[..., None], 3, axis=-1)


class TestFormats:
    @pytest.mark.parametrize("name", FILES)
    def test_pixels(self, name: str) -> None:
        image = decode_image(FILES[name])
        assert (image.source, image.width, image.height) == (name, 96, 64)
        assert (image.alpha, image.notes) == (None, ())
        assert image.pixels.flags.c_contiguous
        assert not image.pixels.flags.writeable
        if name in LOSSLESS:
            np.testing.assert_array_equal(image.pixels, SCENE)
        else:
            assert np.abs(image.pixels.astype(int) - SCENE).mean() < (12 if name == "GIF" else 3)

    @pytest.mark.parametrize("name", FILES)
    def test_the_same_bytes_give_the_same_pixels(self, name: str) -> None:
        first, second = decode_image(FILES[name]), decode_image(FILES[name])
        np.testing.assert_array_equal(first.pixels, second.pixels)
        assert first.digest == second.digest

    @pytest.mark.parametrize("options", [{"progressive": True}, {"subsampling": 0}, {"keep_rgb": True}, {}])
    def test_jpeg_is_what_pillow_decodes(self, options: dict[str, object]) -> None:
        data = save(IMAGE, "JPEG", **options)
        np.testing.assert_array_equal(decode_image(data).pixels, np.asarray(Image.open(BytesIO(data))))

    def test_jpeg_without_its_end_mark_is_whole_enough(self) -> None:
        data = save(IMAGE, "JPEG")
        assert data.endswith(b"\xff\xd9")
        np.testing.assert_array_equal(
            decode_image(data + b"a film that a phone put behind it").pixels, decode_image(data).pixels
        )

    @pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
    def test_tiff_compressions(self, compression: str) -> None:
        np.testing.assert_array_equal(
            decode_image(save(IMAGE, "TIFF", compression=compression)).pixels, SCENE
        )

    def test_many_threads_at_once(self) -> None:
        alone = {name: decode_image(data).pixels for name, data in FILES.items()}
        jobs = list(FILES.items()) * 6
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda job: decode_image(job[1]).pixels, jobs))
        for (name, _), pixels in zip(jobs, results, strict=True):
            np.testing.assert_array_equal(pixels, alone[name])


class TestOrientation:
    @pytest.mark.parametrize("orientation", range(1, 9))
    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "JPEG", "AVIF"])
    def test_turned_upright(self, kind: str, orientation: int) -> None:
        method = UPRIGHT_FROM[orientation]
        stored = IMAGE if method is None else IMAGE.transpose(method)
        options = {"WEBP": {"lossless": True}, "JPEG": {"quality": 100, "subsampling": 0}}.get(kind, {})
        image = decode_image(save(stored, kind, exif=exif_with_orientation(orientation), **options))
        assert image.pixels.shape == SCENE.shape
        assert image.pixels.flags.c_contiguous
        assert largest_difference(image.pixels, SCENE) <= {"JPEG": 4, "AVIF": 40}.get(kind, 0)
        assert image.notes == TURN_NOTES[orientation]

    @pytest.mark.parametrize("orientation", [3, 6])
    def test_heic_is_turned_once(self, orientation: int) -> None:
        method = UPRIGHT_FROM[orientation]
        assert method is not None
        data = save(IMAGE.transpose(method), "HEIF", exif=exif_with_orientation(orientation), quality=95)
        image = decode_image(data)
        assert image.pixels.shape == SCENE.shape
        assert np.abs(image.pixels.astype(int) - SCENE).mean() < 3

    def test_alpha_turns_too(self) -> None:
        alpha = (SCENE[..., 0] // 2 + 10).astype(np.uint8)
        rgba = Image.fromarray(np.dstack([SCENE, alpha]))
        image = decode_image(save(rgba.transpose(TRANSPOSE.ROTATE_90), "PNG", exif=exif_with_orientation(6)))
        np.testing.assert_array_equal(image.alpha, alpha)
        np.testing.assert_array_equal(image.pixels, SCENE)

    @pytest.mark.parametrize("exif", [b"Exif\0\0rubbish", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0"])
    def test_broken_exif_is_ignored(self, exif: bytes) -> None:
        image = decode_image(save(IMAGE, "PNG", exif=exif))
        np.testing.assert_array_equal(image.pixels, SCENE)
        assert image.notes == ()

    def test_nonsense_orientation_is_ignored(self) -> None:
        assert decode_image(save(IMAGE, "PNG", exif=exif_with_orientation(77))).notes == ()


class TestColorProfile:
    def test_display_p3_by_formula(self) -> None:
        image = decode_image(save(IMAGE, "PNG", icc_profile=display_p3_profile()))
        linear = SCENE / 255
        linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
        p3_to_srgb = np.array(
            [[1.2249402, -0.2249402, 0.0], [-0.0420570, 1.0420570, 0.0], [-0.0196376, -0.0786361, 1.0982736]]
        )
        converted = np.clip(linear @ p3_to_srgb.T, 0, 1)
        encoded = np.where(
            converted <= 0.0031308,
            converted * 12.92,
            1.055 * np.maximum(converted, 1e-9) ** (1 / 2.4) - 0.055,
        )
        assert np.abs(image.pixels - encoded * 255).max() <= 2
        assert image.notes == ("colors converted from Display P3 to sRGB",)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
    def test_each_format_as_color_management_does_it(self, kind: str) -> None:
        plain = decode_image(save(IMAGE, kind)).pixels
        image = decode_image(save(IMAGE, kind, icc_profile=display_p3_profile()))
        expected = ImageCms.profileToProfile(
            Image.fromarray(plain),
            ImageCms.ImageCmsProfile(BytesIO(display_p3_profile())),
            ImageCms.createProfile("sRGB"),
        )
        assert largest_difference(image.pixels, np.asarray(expected)) <= 1
        assert image.notes == ("colors converted from Display P3 to sRGB",)

    def test_srgb_under_another_name_changes_nothing(self) -> None:
        image = decode_image(save(IMAGE, "PNG", icc_profile=srgb_profile()))
        np.testing.assert_array_equal(image.pixels, SCENE)
        assert image.notes == ()

    def test_gray_profile(self) -> None:
        image = decode_image(save(Image.fromarray(GRAY), "PNG", icc_profile=gray_profile(1.8)))
        linear = (GRAY / 255) ** 1.8
        encoded = np.where(
            linear <= 0.0031308, linear * 12.92, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055
        )
        assert np.abs(image.pixels - encoded[..., None] * 255).max() <= 2
        assert image.notes == ("colors converted from Gray gamma to sRGB",)

    @pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
    def test_cmyk_profile(self, kind: str) -> None:
        inks = Image.fromarray(np.dstack([SCENE, 0 * GRAY]), "CMYK")
        options = {"quality": 100} if kind == "JPEG" else {}
        image = decode_image(save(inks, kind, icc_profile=cmyk_profile(), **options))
        press = ImageCms.ImageCmsProfile(BytesIO(cmyk_profile()))
        expected = ImageCms.profileToProfile(inks, press, ImageCms.createProfile("sRGB"), outputMode="RGB")
        assert largest_difference(image.pixels, np.asarray(expected)) <= (6 if kind == "JPEG" else 0)
        assert image.notes == ("colors converted from Test press to sRGB", "converted from CMYK")

    def test_alpha_is_kept(self) -> None:
        alpha = np.full(GRAY.shape, 77, np.uint8)
        opaque = decode_image(save(IMAGE, "PNG", icc_profile=display_p3_profile()))
        image = decode_image(
            save(Image.fromarray(np.dstack([SCENE, alpha])), "PNG", icc_profile=display_p3_profile())
        )
        np.testing.assert_array_equal(image.alpha, alpha)
        np.testing.assert_array_equal(image.pixels, opaque.pixels)

    @pytest.mark.parametrize(
        "profile",
        [
            b"rubbish",
            display_p3_profile()[:300],
            display_p3_profile()[:130] + bytes(400),
            gray_profile(1.0),
            cmyk_profile(),
            display_p3_profile() + bytes(9 * 2**20),
        ],
        ids=["rubbish", "cut", "no tags", "of gray", "of CMYK", "huge"],
    )
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
    def test_a_profile_that_cannot_be_used_is_ignored(self, profile: bytes, kind: str) -> None:
        image = decode_image(save(IMAGE, kind, icc_profile=profile))
        np.testing.assert_array_equal(image.pixels, decode_image(save(IMAGE, kind)).pixels)
        assert image.notes == ()

    def test_the_name_is_shortened_and_holds_no_markup(self) -> None:
        name = "<script>alert('x')</script> ![i](http://e.vil/p) \x07\n\u202e" + "very long " * 9
        (note,) = decode_image(save(IMAGE, "PNG", icc_profile=display_p3_profile(name))).notes
        assert note == "colors converted from scriptalert(x)script i(httpe.vilp) very to sRGB"

    def test_the_name_is_the_english_one(self) -> None:
        profile = bytearray(display_p3_profile("x" * 40))
        start = profile.index(b"mluc")
        texts = "PrikazDisplay P3".encode("utf-16-be")
        records = struct.pack(">LL4sLL4sLL", 2, 12, b"hrHR", 12, 40, b"enUS", 20, 52)
        profile[start + 8 : start + 8 + len(records + texts)] = records + texts
        (note,) = decode_image(save(IMAGE, "PNG", icc_profile=bytes(profile))).notes
        assert note == "colors converted from Display P3 to sRGB"

    def test_the_name_of_an_older_profile(self) -> None:
        profile = bytearray(display_p3_profile("some twenty characters"))
        text = profile.index(b"mluc")
        old = b"desc" + bytes(4) + struct.pack(">L", 10) + b"Adobe RGB\0"
        profile[text : text + len(old)] = old
        (note,) = decode_image(save(IMAGE, "PNG", icc_profile=bytes(profile))).notes
        assert note == "colors converted from Adobe RGB to sRGB"

    def test_a_profile_without_a_name(self) -> None:
        (note,) = decode_image(save(IMAGE, "PNG", icc_profile=display_p3_profile("  "))).notes
        assert note == "colors converted from an embedded profile to sRGB"


class TestModes:
    @pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
    def test_gray(self, kind: str) -> None:
        np.testing.assert_array_equal(decode_image(save(Image.fromarray(GRAY), kind)).pixels, as_rgb(GRAY))

    def test_gray_jpeg(self) -> None:
        image = decode_image(save(Image.fromarray(GRAY), "JPEG", quality=100))
        assert largest_difference(image.pixels, as_rgb(GRAY)) <= 2

    @pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
    def test_one_bit(self, kind: str) -> None:
        bits = SCENE[..., 0] > 100
        image = decode_image(save(Image.fromarray(bits), kind))
        np.testing.assert_array_equal(image.pixels, as_rgb(np.where(bits, 255, 0).astype(np.uint8)))
        assert image.notes == ()

    @pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "GIF"])
    def test_palette(self, kind: str) -> None:
        indexed = IMAGE.quantize(200)
        image = decode_image(save(indexed, kind))
        np.testing.assert_array_equal(image.pixels, np.asarray(indexed.convert("RGB")))
        assert image.alpha is None

    @pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
    def test_cmyk(self, kind: str) -> None:
        inks = np.zeros((8, 8, 4), np.uint8)
        inks[:, 4:, 0] = 255
        options = {"quality": 100} if kind == "JPEG" else {}
        image = decode_image(save(Image.fromarray(inks, "CMYK"), kind, **options))
        assert largest_difference(image.pixels[0, 0], np.array([255, 255, 255], np.uint8)) <= 1
        assert largest_difference(image.pixels[0, 7], np.array([0, 255, 255], np.uint8)) <= 1
        assert image.notes == ("converted from CMYK",)

    @pytest.mark.parametrize("kind", ["PNG", "TIFF"])
    def test_16_bit_gray(self, kind: str) -> None:
        deep = np.arange(0, 65536, 16, dtype=np.uint16).reshape(64, 64)
        image = decode_image(save(Image.fromarray(deep), kind))
        np.testing.assert_array_equal(image.pixels, as_rgb(np.rint(deep / 257).astype(np.uint8)))
        assert image.notes == ("16-bit reduced to 8-bit",)

    @pytest.mark.parametrize("extension", [".png", ".tiff"])
    def test_16_bit_color(self, extension: str) -> None:
        _, data = cv2.imencode(extension, SCENE[..., ::-1].astype(np.uint16) * 257)
        image = decode_image(data.tobytes())
        np.testing.assert_array_equal(image.pixels, SCENE)
        assert image.notes == ("16-bit reduced to 8-bit",)

    def test_16_bit_color_with_alpha(self) -> None:
        alpha = SCENE[..., 1]
        bgra = np.dstack([SCENE[..., ::-1], alpha]).astype(np.uint16) * 257
        image = decode_image(cv2.imencode(".png", bgra)[1].tobytes())
        np.testing.assert_array_equal(image.pixels, SCENE)
        np.testing.assert_array_equal(image.alpha, alpha)

    def test_10_bit_heic(self) -> None:
        import pillow_heif

        deep = pillow_heif.from_bytes("RGB;16", (96, 64), (SCENE.astype(np.uint16) * 257).tobytes())
        stream = BytesIO()
        deep.save(stream, quality=95)
        image = decode_image(stream.getvalue())
        assert np.abs(image.pixels.astype(int) - SCENE).mean() < 3
        assert image.notes == ("10-bit reduced to 8-bit",)

    @pytest.mark.parametrize(
        ("values", "expected", "note"),
        [
            ([[0, 100, 255]], [0, 100, 255], "32-bit reduced to 8-bit"),
            ([[-1000, 0, 1000]], [0, 128, 255], "values from -1000 to 1000 scaled to 8-bit"),
            ([[0, 35000, 70000]], [0, 128, 255], "values from 0 to 7e+04 scaled to 8-bit"),
            ([[9, 9, 9]], [9, 9, 9], "32-bit reduced to 8-bit"),
        ],
    )
    def test_32_bit_integers(self, values: list[list[int]], expected: list[int], note: str) -> None:
        image = decode_image(save(Image.fromarray(np.array(values, np.int32)), "TIFF"))
        assert image.pixels[0, :, 0].tolist() == expected
        assert image.notes == (note,)

    @pytest.mark.parametrize(
        ("values", "expected", "note"),
        [
            ([0, 0.5, 1], [0, 128, 255], "values from 0 to 1 scaled to 8-bit"),
            ([0, 99.6, 255], [0, 100, 255], "32-bit reduced to 8-bit"),
            ([-2, 0, 2], [0, 128, 255], "values from -2 to 2 scaled to 8-bit"),
            ([np.inf, 0.2, -np.inf], [255, 51, 0], "values from 0 to 1 scaled to 8-bit"),
            ([3e38, 0, -3e38], [255, 128, 0], "values from -3e+38 to 3e+38 scaled to 8-bit"),
        ],
    )
    def test_32_bit_floats(self, values: list[float], expected: list[int], note: str) -> None:
        image = decode_image(save(Image.fromarray(np.array([values], np.float32)), "TIFF"))
        assert image.pixels[0, :, 1].tolist() == expected
        assert image.alpha is None
        assert image.notes == (note,)

    def test_nan_is_not_there(self) -> None:
        values = np.array([[np.nan, 0.0, 1.0, np.nan]], np.float32)
        image = decode_image(save(Image.fromarray(values), "TIFF"))
        assert image.alpha is not None
        assert image.alpha.tolist() == [[0, 255, 255, 0]]
        assert image.pixels[0, 1:3, 0].tolist() == [0, 255]

    def test_nothing_but_nan(self) -> None:
        with pytest.raises(ImageError, match="completely transparent"):
            decode_image(save(Image.fromarray(np.full((3, 3), np.nan, np.float32)), "TIFF"))


class TestAlpha:
    ALPHA = np.where(SCENE[..., 0] < 90, 0, SCENE[..., 0]).astype(np.uint8)
    RGBA = Image.fromarray(np.dstack([SCENE, ALPHA]))

    @pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
    def test_kept_as_it_is(self, kind: str) -> None:
        options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
        image = decode_image(save(self.RGBA, kind, **options))
        np.testing.assert_array_equal(image.alpha, self.ALPHA)
        np.testing.assert_array_equal(image.pixels, SCENE)

    @pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
    def test_lossy_formats(self, kind: str) -> None:
        image = decode_image(save(self.RGBA, kind, quality=95))
        assert image.alpha is not None
        assert np.abs(image.alpha.astype(int) - self.ALPHA).mean() < 3

    @pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "AVIF", "HEIF"])
    def test_opaque_everywhere_is_none(self, kind: str) -> None:
        assert decode_image(save(IMAGE.convert("RGBA"), kind)).alpha is None

    @pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
    def test_nothing_there(self, kind: str) -> None:
        empty = IMAGE.copy()
        empty.putalpha(0)
        with pytest.raises(ImageError, match="completely transparent"):
            decode_image(save(empty, kind))

    def test_gray_with_alpha(self) -> None:
        both = Image.merge("LA", [Image.fromarray(GRAY), Image.fromarray(self.ALPHA)])
        image = decode_image(save(both, "PNG"))
        np.testing.assert_array_equal(image.pixels, as_rgb(GRAY))
        np.testing.assert_array_equal(image.alpha, self.ALPHA)

    @pytest.mark.parametrize("kind", ["PNG", "GIF"])
    def test_transparent_color_of_a_palette(self, kind: str) -> None:
        indexed = IMAGE.quantize(16)
        image = decode_image(save(indexed, kind, transparency=5))
        assert image.alpha is not None
        np.testing.assert_array_equal(image.alpha == 0, np.asarray(indexed) == 5)

    def test_palette_with_an_alpha_for_each_color(self) -> None:
        indexed = IMAGE.quantize(4)
        image = decode_image(save(indexed, "PNG", transparency=bytes([0, 80, 160, 255])))
        np.testing.assert_array_equal(image.alpha, np.array([0, 80, 160, 255], np.uint8)[np.asarray(indexed)])

    def test_transparent_color_of_rgb_and_gray(self) -> None:
        color = tuple(int(value) for value in SCENE[9, 9])
        of_rgb = decode_image(save(IMAGE, "PNG", transparency=color))
        np.testing.assert_array_equal(of_rgb.alpha == 0, (SCENE[9, 9] == SCENE).all(axis=-1))
        of_gray = decode_image(save(Image.fromarray(GRAY), "PNG", transparency=int(GRAY[9, 9])))
        np.testing.assert_array_equal(of_gray.alpha == 0, GRAY[9, 9] == GRAY)

    def test_transparent_value_of_16_bit_gray(self) -> None:
        deep = np.array([[0, 1000, 1001, 65535]], np.uint16)
        image = decode_image(save(Image.fromarray(deep), "PNG", transparency=1000))
        assert image.alpha is not None
        assert image.alpha.tolist() == [[255, 0, 255, 255]]

    def test_transparent_color_of_16_bit_rgb(self) -> None:
        rows = np.array([[[0x1200, 0x3400, 0x5600], [0x9900, 0x9900, 0x9900]]], ">u2")
        data = png(
            (b"IHDR", struct.pack(">LLBBBBB", 2, 1, 16, 2, 0, 0, 0)),
            (b"tRNS", struct.pack(">HHH", 0x1200, 0x3400, 0x5600)),
            (b"IDAT", zlib.compress(b"\0" + rows.tobytes())),
        )
        image = decode_image(data)
        assert image.alpha is not None
        assert image.alpha.tolist() == [[0, 255]]


class TestManyPictures:
    OTHER = Image.fromarray(255 - SCENE)

    @pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
    def test_first_frame_of_an_animation(self, kind: str) -> None:
        options = {"lossless": True} if kind == "WEBP" else {}
        image = decode_image(save(IMAGE, kind, save_all=True, append_images=[self.OTHER], **options))
        assert image.notes == ("first frame of an animation",)
        assert np.abs(image.pixels.astype(int) - SCENE).mean() < 12

    @pytest.mark.parametrize("kind", ["TIFF", "MPO", "HEIF"])
    def test_first_of_three_pictures(self, kind: str) -> None:
        image = decode_image(save(IMAGE, kind, save_all=True, append_images=[self.OTHER, self.OTHER]))
        assert image.notes == ("first of 3 pictures in the file",)
        assert np.abs(image.pixels.astype(int) - SCENE).mean() < 5

    def test_heic_shows_its_primary_picture(self) -> None:
        data = save(self.OTHER, "HEIF", save_all=True, append_images=[IMAGE], primary_index=1, quality=90)
        image = decode_image(data)
        assert image.notes == ("picture 2 of 2 pictures in the file",)
        assert np.abs(image.pixels.astype(int) - SCENE).mean() < 3

    def test_the_brightness_map_of_an_ultra_hdr_photo_is_no_picture(self) -> None:
        photo = save(IMAGE, "MPO", save_all=True, append_images=[self.OTHER])
        xmp = b'http://ns.adobe.com/xap/1.0/\0<rdf hdrgm:Version="1.0"/>'
        segment = b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp
        assert decode_image(photo[:2] + segment + photo[2:]).notes == ()

    def test_pages_that_never_end(self) -> None:
        assert decode_image(tiff_of_pages(3, endless=True)).notes == ("first of 3 pictures in the file",)
        (note,) = decode_image(tiff_of_pages(3000)).notes
        assert note == "first of more than 999 pictures in the file"


class TestScaling:
    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "GIF", "AVIF", "HEIF"])
    def test_large_pictures_are_sampled(self, kind: str) -> None:
        noise = np.random.default_rng(1).integers(0, 256, (300, 400, 3), dtype=np.uint8)
        options = {"lossless": True} if kind == "WEBP" else {}
        data = save(Image.fromarray(noise), kind, **options)
        whole, image = decode_image(data).pixels, decode_image(data, max_pixels=30_000)
        assert (image.width, image.height) == (200, 150)
        assert image.notes[-1] == "scaled from 0.12 to 0.03 megapixels"
        np.testing.assert_array_equal(image.pixels, whole[1::2, 1::2])

    def test_no_color_is_invented(self) -> None:
        two_colors = np.where(SCENE[..., :1] > 128, np.uint8([9, 99, 199]), np.uint8([200, 100, 0]))
        image = decode_image(save(Image.fromarray(two_colors), "PNG"), max_pixels=1000)
        colors = {tuple(color) for color in image.pixels.reshape(-1, 3).tolist()}
        assert colors == {(9, 99, 199), (200, 100, 0)}

    def test_alpha_is_sampled_with_the_colors(self) -> None:
        alpha = SCENE[..., 0]
        rgba = Image.fromarray(np.dstack([as_rgb(alpha), alpha]))
        image = decode_image(save(rgba, "PNG"), max_pixels=1536)
        np.testing.assert_array_equal(image.alpha, image.pixels[..., 0])
        assert image.pixels.shape == (32, 48, 3)

    def test_jpeg_is_decoded_smaller(self) -> None:
        data = save(Image.fromarray(scene(800, 600)), "JPEG", quality=95)
        image = decode_image(data, max_pixels=30_000)
        assert (image.width, image.height) == (200, 150)
        assert image.notes == ("scaled from 0.48 to 0.03 megapixels",)
        assert np.abs(image.pixels.astype(int) - scene(200, 150)).mean() < 3

    def test_jpeg_between_two_reductions(self) -> None:
        data = save(Image.fromarray(scene(800, 600)), "JPEG", quality=95)
        image = decode_image(data, max_pixels=200_000)
        assert image.width * image.height <= 200_000 < 1.02 * image.width * image.height
        assert image.width / image.height == pytest.approx(4 / 3, rel=0.01)

    @pytest.mark.parametrize("max_pixels", [96 * 64, 96 * 64 + 1, 10**9])
    def test_never_upscaled(self, max_pixels: int) -> None:
        image = decode_image(FILES["PNG"], max_pixels=max_pixels)
        np.testing.assert_array_equal(image.pixels, SCENE)
        assert image.notes == ()

    @pytest.mark.parametrize("size", [(1, 60_000), (60_000, 1)])
    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
    def test_long_and_thin(self, kind: str, size: tuple[int, int]) -> None:
        data = save(Image.new("RGB", size, (10, 20, 30)), kind)
        assert decode_image(data).width == size[0]
        image = decode_image(data, max_pixels=100)
        assert image.width * image.height <= 100
        assert largest_difference(image.pixels[0, 0], np.array([10, 20, 30], np.uint8)) <= 1

    def test_one_pixel_is_left(self) -> None:
        assert decode_image(FILES["PNG"], max_pixels=1).pixels.shape == (1, 1, 3)

    def test_max_pixels_must_be_positive(self) -> None:
        with pytest.raises(SettingsError, match="at least one pixel"):
            decode_image(FILES["PNG"], max_pixels=0)

    def test_turned_then_scaled(self) -> None:
        stored = IMAGE.transpose(TRANSPOSE.ROTATE_90)
        image = decode_image(save(stored, "PNG", exif=exif_with_orientation(6)), max_pixels=1536)
        assert image.notes == ("rotated by its EXIF tag", "scaled from 0.00614 to 0.00154 megapixels")
        assert image.pixels.shape == (32, 48, 3)


class TestNotes:
    def test_in_order(self) -> None:
        inks = Image.fromarray(np.dstack([SCENE, 0 * GRAY]), "CMYK")
        data = save(
            inks,
            "TIFF",
            icc_profile=cmyk_profile(),
            tiffinfo={274: 3},
            save_all=True,
            append_images=[inks],
        )
        assert decode_image(data, max_pixels=1536).notes == (
            "rotated by its EXIF tag",
            "colors converted from Test press to sRGB",
            "converted from CMYK",
            "first of 2 pictures in the file",
            "scaled from 0.00614 to 0.00154 megapixels",
        )


class TestImageDigest:
    def test_known_without_decoding(self) -> None:
        data = FILES["PNG"]
        assert image_digest(data) == decode_image(data).digest
        assert image_digest(data, 999) == decode_image(data, max_pixels=999).digest
        assert image_digest(data) != image_digest(data, 999)
        assert image_digest(data) != image_digest(data + b" ")
        assert image_digest(data) != hashlib.sha256(data).hexdigest()
        assert len(image_digest(data)) == 64


class TestLimits:
    def test_constants(self) -> None:
        assert MAX_PIXELS == 24_000_000
        assert MAX_UPLOAD_BYTES == 50 * 2**20

    def test_a_file_above_the_upload_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(kseg_core.decode, "MAX_UPLOAD_BYTES", 2**20)
        with pytest.raises(ImageError, match="has 2 MB; at most 1 MB can be read"):
            decode_image(b"\x89PNG\r\n\x1a\n" + bytes(2**20))

    def test_a_picture_without_pixels(self) -> None:
        with pytest.raises(ImageError):
            decode_image(png(header(0, 5), pixel_data(0, 5)))

    def test_the_sentence_names_limit_and_remedy(self) -> None:
        with pytest.raises(ImageError) as raised:
            decode_image(png(header(10_000, 10_000), pixel_data(10, 10)))
        assert str(raised.value) == (
            "This PNG picture has 100 megapixels; of its kind, at most 50 can be read here. "
            "Make it smaller or save it as a JPEG."
        )

    def test_running_out_of_memory_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise MemoryError

        monkeypatch.setattr(kseg_core.decode, "decode_rows", fail)
        with pytest.raises(ImageError, match="more than 300 MB of memory") as raised:
            decode_image(FILES["PNG"])
        assert isinstance(raised.value.__cause__, MemoryError)

    def test_a_small_tiff_is_read(self) -> None:
        assert decode_image(tiff({})).pixels.shape == (8, 8, 3)


@pytest.mark.parametrize("name", FILES)
def test_stored_pixels_are_those_of_the_header(name: str) -> None:
    assert stored_pixels(FILES[name]) == 96 * 64


def test_stored_pixels_of_what_is_no_picture() -> None:
    with pytest.raises(ImageError, match="not a picture"):
        stored_pixels(b"no picture")
    with pytest.raises(ImageError):
        stored_pixels(FILES["PNG"][:20])
