"""Label maps for the tests of regions."""

import hypothesis.extra.numpy as hnp
import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from kseg_core.image import NO_LABEL


def label_map(*rows: str) -> NDArray[np.uint8]:
    """From a digit a pixel; a dot = no pixel."""
    return np.array(
        [[NO_LABEL if char == "." else int(char) for char in row] for row in rows], dtype=np.uint8
    )


def label_maps(*, max_side: int = 9) -> st.SearchStrategy[NDArray[np.uint8]]:
    """Maps of up to four labels with at least one pixel, some with holes."""
    values = st.sampled_from([0, 0, 1, 2, 3, NO_LABEL])
    shapes = hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=max_side)
    return hnp.arrays(np.uint8, shapes, elements=values).filter(
        lambda labels: bool((labels < NO_LABEL).any())
    )
