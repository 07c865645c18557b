"""What is computed for "Look closer", each result once for all visitors."""

import numpy as np
from numpy.typing import NDArray

from kseg_core import KMeansSettings, RgbImage, Segmentation
from kseg_core.edits.cluster_table import cluster_table
from kseg_core.edits.cut import Cut, cut_mask, split_labels
from kseg_core.edits.edited import edit_result
from kseg_core.encoding.pictures import Encoded, encode_label_map
from kseg_core.image import Box, Rgb
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.rendering.boundaries import encode_outlines
from kseg_core.rendering.paint import Paint, paint_colors
from kseg_core.rendering.picks import Rest, encode_picked
from kseg_core.rendering.subject import subject_guesses
from kseg_core.wording import Column
from pages._ui.cache import computed
from pages._ui.results import PREVIEW_SIDE, get_segmentation


@computed()
def get_edited(image: RgbImage, settings: KMeansSettings, edits: PaletteEdits) -> Segmentation:
    """The picture segmented, with edits."""
    return edit_result(image, get_segmentation(image, settings), edits)


@computed()
def get_table(image: RgbImage, settings: KMeansSettings, edits: PaletteEdits) -> dict[str, Column]:
    """What can be said of each cluster, in columns."""
    return cluster_table(get_edited(image, settings, edits))


@computed()
def get_subject_guesses(
    image: RgbImage, settings: KMeansSettings, edits: PaletteEdits
) -> tuple[tuple[int, ...], ...]:
    """Guesses at the clusters that are the subject, the best first."""
    return subject_guesses(get_edited(image, settings, edits).labels)


@computed(queued=False)
def painted_preview(
    image: RgbImage, settings: KMeansSettings, edits: PaletteEdits, paint: Paint, box: Box | None
) -> Encoded:
    """The painted result, or a part of it."""
    result = get_edited(image, settings, edits)
    labels = result.labels if box is None else result.labels[box.rows, box.columns]
    colors = paint_colors(result, paint)
    return encode_label_map(labels, colors, alpha=image.alpha_in(box), max_side=PREVIEW_SIDE)


@computed(queued=False)
def picked_preview(
    image: RgbImage,
    settings: KMeansSettings,
    edits: PaletteEdits,
    rows: tuple[int, ...],
    cut: Cut,
    rest: Rest,
    paint: Paint | None,
    box: Box | None,
) -> Encoded:
    """The photo or the painted result, or a part of it, with what is picked set off from the rest.

    Without a way to paint it is the photo.
    """
    result = get_edited(image, settings, edits)
    colors = None if paint is None else paint_colors(result, paint)
    labels = result.labels
    if cut.places or cut.smallest:
        labels = split_labels(labels, get_cut_mask(image, settings, edits, rows, cut), result.n_clusters)
        rows = tuple(range(result.n_clusters))
        colors = None if colors is None else np.concatenate([colors, colors])
    return encode_picked(
        image,
        labels,
        rows,
        rest,
        colors=colors,
        box=box,
        max_side=PREVIEW_SIDE,
        softness=cut.softness,
    )


@computed(queued=False)
def get_cut_mask(
    image: RgbImage, settings: KMeansSettings, edits: PaletteEdits, rows: tuple[int, ...], cut: Cut
) -> NDArray[np.bool_]:
    """Which pixels are picked: clusters everywhere, and pieces."""
    inside = cut_mask(get_edited(image, settings, edits).labels, rows, cut)
    inside.flags.writeable = False
    return inside


@computed(queued=False)
def outline_preview(
    image: RgbImage,
    settings: KMeansSettings,
    edits: PaletteEdits,
    color: Rgb,
    width: int,
    box: Box | None,
) -> Encoded:
    """The boundaries between segments, to lay over a picture."""
    labels = get_edited(image, settings, edits).labels
    return encode_outlines(labels, color=color, width=width, box=box, max_side=PREVIEW_SIDE)
