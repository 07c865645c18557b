import numpy as np

from kseg_core import KMeansSettings, RgbImage, segment
from kseg_core.rendering.clustered import clustered_picture
from tests.core.canny.edge_pictures import textured


def test_clustered_picture_has_the_palette_and_the_transparency() -> None:
    alpha = np.full((60, 80), 255, np.uint8)
    alpha[:10] = 0
    image = RgbImage(pixels=textured(60, 80), alpha=alpha)
    result = segment(image, KMeansSettings(k=4))
    picture = clustered_picture(image, result)
    np.testing.assert_array_equal(picture.pixels[10:], result.palette[result.labels[10:]])
    assert picture.alpha is image.alpha
    other = clustered_picture(image, segment(image, KMeansSettings(k=3)))
    assert len({picture.digest, other.digest, image.digest}) == 3
    assert picture.digest == clustered_picture(image, result).digest
