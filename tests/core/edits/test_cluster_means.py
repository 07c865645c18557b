import numpy as np
from hypothesis import given
from numpy.typing import NDArray

from kseg_core.edits.cluster_means import place_counts
from tests.core.edits.label_maps import label_maps


@given(label_maps())
def test_every_column_and_row_is_counted(labels: NDArray[np.uint8]) -> None:
    columns, rows = place_counts(labels, 4)
    for label in range(4):
        assert columns[label].tolist() == (labels == label).sum(axis=0).tolist()
        assert rows[label].tolist() == (labels == label).sum(axis=1).tolist()
