"""Which photo is shown, and which part of it."""

import numpy as np
import pytest

from kseg_core import RgbImage, decode_image
from kseg_core.samples.gallery import SAMPLES
from pages._ui.photo import Photo, own_photo, sample_photo
from tests.app.visit import noise, png


def cropped(pixels: np.ndarray, crop_x: tuple[int, int], crop_y: tuple[int, int]) -> RgbImage:
    return Photo(name="a", digest="d", crop_x=crop_x, crop_y=crop_y).crop(RgbImage(pixels=pixels))


def test_samples_have_digests_of_their_own_and_no_bytes():
    photos = [sample_photo(sample.name) for sample in SAMPLES]
    assert len({photo.digest for photo in photos}) == len(SAMPLES)
    assert all(photo.is_sample and photo.data is None for photo in photos)


def test_own_photo_has_the_digest_of_its_picture():
    data = png(noise())
    photo = own_photo("mine.png", data)
    assert not photo.is_sample
    assert photo.data == data
    assert photo.digest == decode_image(data).digest
    assert photo.digest != own_photo("mine.png", png(noise(seed=1))).digest


def test_the_whole_picture_is_not_copied():
    image = RgbImage(pixels=noise())
    assert own_photo("a", png(noise())).crop(image) is image


def test_crop_keeps_percents_of_width_and_height():
    pixels = noise(50, 200)
    image = cropped(pixels, (25, 75), (10, 60))
    assert np.array_equal(image.pixels, pixels[5:30, 50:150])
    assert image.digest != RgbImage(pixels=pixels).digest


@pytest.mark.parametrize(
    ("crop_x", "columns"),
    [((50, 50), slice(3, 4)), ((100, 100), slice(6, 7)), ((0, 0), slice(0, 1)), ((99, 100), slice(6, 7))],
)
def test_crop_keeps_at_least_one_pixel(crop_x, columns):
    pixels = noise(3, 7)
    assert np.array_equal(cropped(pixels, crop_x, (0, 100)).pixels, pixels[:, columns])


def test_crop_of_one_pixel_is_that_pixel():
    pixels = noise(1, 1)
    assert np.array_equal(cropped(pixels, (30, 60), (99, 100)).pixels, pixels)


def test_crop_reads_edges_in_either_order():
    pixels = noise(10, 100)
    assert np.array_equal(cropped(pixels, (60, 20), (0, 100)).pixels, pixels[:, 20:60])
