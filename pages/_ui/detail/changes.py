"""How many pixels position weight, smoothing and the removal of specks sent to another cluster."""

from dataclasses import replace
from enum import StrEnum

from kseg_core import KMeansSettings, RgbImage
from kseg_core.edits.changed_share import changed_share
from kseg_core.kmeans.palette_edits import NO_EDITS, PaletteEdits
from kseg_core.wording import percent
from pages._ui.cache import computed
from pages._ui.detail.detail import Detail
from pages._ui.detail.results import get_edited


class Setting(StrEnum):
    """What can change a segmentation, in the order of its work."""

    POSITION = "position"
    SMOOTHING = "smoothing"
    SPECKS = "specks"


def change_texts(detail: Detail) -> dict[Setting, str]:
    """How many pixels each setting changed that is not off, in a sentence."""
    image, settings, edits = detail.source
    asked = (settings, NO_EDITS)
    pairs = {
        Setting.POSITION: ((replace(settings, position_weight=0.0), NO_EDITS), asked),
        Setting.SMOOTHING: ((replace(settings, smoothing=0.0), NO_EDITS), asked),
        Setting.SPECKS: ((settings, replace(edits, specks=0)), (settings, edits)),
    }
    return {
        setting: f"{percent(_changed_share(image, before, after))} of the pixels changed cluster."
        for setting, (before, after) in pairs.items()
        if before != after
    }


@computed()
def _changed_share(
    image: RgbImage, before: tuple[KMeansSettings, PaletteEdits], after: tuple[KMeansSettings, PaletteEdits]
) -> float:
    return changed_share(get_edited(image, *before).labels, get_edited(image, *after).labels)
