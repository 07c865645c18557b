import numpy as np
import pytest
from skimage.color import deltaE_ciede2000

from kseg_core import ColorSpace
from kseg_core.ciede2000 import ciede2000
from kseg_core.color_spaces import to_space
from tests.core.pictures import BLACK, GREEN, RED, WHITE


def colors(*rows: tuple[int, int, int]) -> np.ndarray:
    return np.array(rows, dtype=np.uint8)


def test_ciede2000_is_a_distance() -> None:
    distances = ciede2000(colors(BLACK, WHITE, RED), colors(BLACK, WHITE, RED, GREEN))
    assert distances.shape == (3, 4)
    assert np.diag(distances).tolist() == [0, 0, 0]
    assert distances[0, 1] == pytest.approx(100.0, abs=1e-3)
    # Red against green of sRGB, as other implementations have it.
    assert distances[2, 3] == pytest.approx(86.6, abs=0.05)


def test_ciede2000_is_that_of_scikit_image() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.integers(0, 256, (2, 300, 3)).astype(np.uint8)
    a[:20] = 12 * np.arange(20)[:, None]  # grays have no hue
    b[:40, 2] = 255  # blues are turned
    lab_a, lab_b = (to_space(each, ColorSpace.CIELAB).astype(np.float64) for each in (a, b))
    assert ciede2000(a, b) == pytest.approx(deltaE_ciede2000(lab_a[:, None], lab_b[None]), abs=1e-9)
