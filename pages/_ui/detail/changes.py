"""What position weight, smoothing and the removal of specks changed: in numbers, and in the picture."""

from dataclasses import dataclass, replace
from enum import StrEnum

import streamlit as st

from kseg_core.edits.connected import region_counts
from kseg_core.encoding.pictures import Encoded
from kseg_core.image import Box
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.rendering.difference import Difference, encode_changed, label_difference
from pages._ui.cache import PREVIEW_SIDE
from pages._ui.cache import computed_now as computed
from pages._ui.compute_queue import compute_place
from pages._ui.detail.cache import Key, get_edited
from pages._ui.detail.settings import Closer
from pages._ui.detail.user_edits import Work
from pages._ui.process.small_results import small_result
from pages._ui.text import count, percent

MARK = (255, 0, 200)
"""RGB of pixels that changed."""


class Setting(StrEnum):
    """What can change a segmentation, in the order of its work."""

    POSITION = "position"
    SMOOTHING = "smoothing"
    SPECKS = "specks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a setting changed.

    Attributes
    ----------
    share : float
        Of the pixels that went to another cluster.
    before, after : int
        Connected regions.
    """

    share: float
    before: int
    after: int


def active(closer: Closer) -> list[Setting]:
    """The settings that are not off."""
    values = {
        Setting.POSITION: closer.settings.position_weight,
        Setting.SMOOTHING: closer.settings.smoothing,
        Setting.SPECKS: closer.specks,
    }
    return [setting for setting, value in values.items() if value]


def change_text(closer: Closer, setting: Setting) -> str:
    """A sentence with the numbers."""
    change = _change(setting, _key(closer, setting), closer)
    regions = f"{count(change.after, 'region')} instead of {change.before:,}"
    if setting is Setting.SPECKS:
        return f"{percent(change.share)} of the pixels went to a neighbor: {regions}."
    return f"{percent(change.share)} of the pixels changed cluster: {regions}."


def changed_pixels(closer: Closer, setting: Setting, box: Box | None) -> Encoded:
    """The pixels that a setting sent to another cluster, to lay over the picture."""
    return _changed_pixels(setting, _key(closer, setting), box, closer)


def _key(closer: Closer, setting: Setting) -> Key:
    edits = closer.edits if setting is Setting.SPECKS else PaletteEdits()
    return closer.image.digest, closer.settings, edits


def _pair(closer: Closer, setting: Setting) -> tuple[Closer, Closer]:
    """The result without the setting, and with it."""
    if setting is Setting.SPECKS:
        return replace(closer, specks=0), closer
    plain = replace(closer, work=Work(), specks=0)
    settings = closer.settings
    if setting is Setting.POSITION:
        return replace(plain, settings=replace(settings, position_weight=0.0)), plain
    return replace(plain, settings=replace(settings, smoothing=0.0)), plain


def _difference(closer: Closer, setting: Setting) -> Difference:
    def compute() -> Difference:
        before, after = (get_edited(each).labels for each in _pair(closer, setting))
        return label_difference(before, after)

    image = closer.image
    return computed(("difference", setting, _key(closer, setting)), image.height * image.width, compute)


@st.cache_data(max_entries=2000, show_spinner=False)
def _change(setting: Setting, key: Key, _closer: Closer) -> Change:
    share = _difference(_closer, setting).share
    before, after = (_n_regions(each) for each in _pair(_closer, setting))
    return Change(share=share, before=before, after=after)


def _n_regions(closer: Closer) -> int:
    return _count_regions((closer.image.digest, closer.settings, closer.edits), closer)


@st.cache_data(max_entries=2000, show_spinner=False)
def _count_regions(key: Key, _closer: Closer) -> int:
    result = get_edited(_closer)
    with compute_place(result.labels.size):
        return int(region_counts(result.labels, result.n_clusters).sum())


@small_result
def _changed_pixels(setting: Setting, key: Key, box: Box | None, _closer: Closer) -> Encoded:
    return encode_changed(_difference(_closer, setting), color=MARK, box=box, max_side=PREVIEW_SIDE)
