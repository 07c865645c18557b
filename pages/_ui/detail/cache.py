"""Every cached computation of "Look closer", keyed by digest, settings and edits, each with a bound."""

from dataclasses import replace

import streamlit as st

from kseg_core import KMeansSettings, RgbImage, Segmentation
from kseg_core.edits.cluster_table import Column, cluster_table
from kseg_core.edits.edited import edit_result
from kseg_core.encoding.pictures import Encoded, encode_label_map
from kseg_core.image import Box
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.rendering.outlines import encode_outlines
from kseg_core.rendering.paint import Paint, paint_colors
from kseg_core.rendering.picks import Rest, encode_picked
from kseg_core.rendering.subject import subject_clusters
from pages._ui.cache import PREVIEW_SIDE, get_segmentation, photo_preview, shared_store
from pages._ui.cache import computed_now as computed
from pages._ui.compute_queue import compute_place
from pages._ui.detail.settings import Closer, Lines
from pages._ui.process.small_results import small_result

Key = tuple[str, KMeansSettings, PaletteEdits]


def _key(closer: Closer) -> Key:
    return closer.image.digest, closer.settings, closer.edits


def get_edited(closer: Closer) -> Segmentation:
    """The segmentation with all its edits."""
    return edited_of(closer.image, closer.settings, closer.edits)


def edited_of(image: RgbImage, settings: KMeansSettings, edits: PaletteEdits) -> Segmentation:
    """A segmentation with edits."""

    def compute() -> Segmentation:
        return edit_result(image, get_segmentation(image, settings), edits)

    return computed(("edited", image.digest, settings, edits), image.height * image.width, compute)


def has_edited(closer: Closer) -> bool:
    """Whether `get_edited` would answer at once."""
    return ("edited", *_key(closer)) in shared_store()


def photo_side(closer: Closer, result: Segmentation, box: Box | None) -> Encoded:
    """The photo, or a part of it, with what is picked set off from the rest."""
    image, rows = closer.image, closer.rows(result)
    if not rows:
        return photo_preview(image, box)
    return _picked(_key(closer), rows, closer.view.rest, None, box, image, result)


def painted_side(closer: Closer, result: Segmentation, box: Box | None) -> Encoded:
    """The painted result, or a part of it, with what is picked set off from the rest."""
    rows = closer.rows(result)
    return _picked(_key(closer), rows, closer.view.rest, closer.view.paint, box, closer.image, result)


@small_result
def _picked(
    key: Key,
    rows: tuple[int, ...],
    rest: Rest,
    paint: Paint | None,
    box: Box | None,
    _image: RgbImage,
    _result: Segmentation,
) -> Encoded:
    colors = None if paint is None else paint_colors(_result, paint)
    if colors is not None and not rows:
        labels = _result.labels if box is None else _result.labels[box.rows, box.columns]
        return encode_label_map(labels, colors, max_side=PREVIEW_SIDE)
    return encode_picked(_image, _result.labels, rows, rest, colors=colors, box=box, max_side=PREVIEW_SIDE)


def outlines(closer: Closer, result: Segmentation, lines: Lines, box: Box | None) -> Encoded:
    """The boundaries between segments, to lay over a picture; about as wide on the screen at any zoom."""
    if box is not None:
        enlarged = max(1.0, PREVIEW_SIDE / max(box.width, box.height))
        lines = replace(lines, width=max(1, round(lines.width / enlarged)))
    return _outlines(_key(closer), lines, box, result)


@small_result
def _outlines(key: Key, lines: Lines, box: Box | None, _result: Segmentation) -> Encoded:
    return encode_outlines(
        _result.labels, color=lines.color, width=lines.width, box=box, max_side=PREVIEW_SIDE
    )


def get_table(closer: Closer, result: Segmentation) -> dict[str, Column]:
    """What can be said of each cluster, in columns."""
    return _table(_key(closer), result)


@st.cache_data(max_size="8MB", show_spinner=False)
def _table(key: Key, _result: Segmentation) -> dict[str, Column]:
    with compute_place(_result.labels.size):
        return cluster_table(_result)


def get_subject(closer: Closer, result: Segmentation) -> tuple[int, ...]:
    """The clusters that are at home in the middle of the picture."""
    return _subject(_key(closer), result)


@st.cache_data(max_entries=2000, show_spinner=False)
def _subject(key: Key, _result: Segmentation) -> tuple[int, ...]:
    with compute_place(_result.labels.size):
        return subject_clusters(_result.labels)
