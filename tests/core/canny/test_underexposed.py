import numpy as np

from kseg_core.canny.underexposed import underexposed
from tests.core.canny.edge_pictures import opaque, textured


def test_underexposed_photo_is_nearly_black_and_always_the_same() -> None:
    image = opaque(textured(300, 1000))
    dark = underexposed(image)
    assert max(dark.height, dark.width) <= 900
    assert np.median(dark.pixels) <= 1
    assert dark.pixels.max() > 10
    np.testing.assert_array_equal(dark.pixels, underexposed(image).pixels)
    assert dark.digest == underexposed(image).digest != image.digest
    assert underexposed(opaque(np.zeros((1, 1, 3), np.uint8))).height == 1
