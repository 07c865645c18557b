"""How many pixels position weight, smoothing and the removal of specks sent to another cluster."""

from dataclasses import replace
from enum import StrEnum

from kseg_core import KMeansSettings, RgbImage
from kseg_core.edits.changed_share import changed_share
from kseg_core.kmeans.palette_edits import NO_EDITS, PaletteEdits
from pages._ui.cache import computed
from pages._ui.detail.cache import edited_of
from pages._ui.detail.settings import Closer
from pages._ui.text import percent


class Setting(StrEnum):
    """What can change a segmentation, in the order of its work."""

    POSITION = "position"
    SMOOTHING = "smoothing"
    SPECKS = "specks"


def active(closer: Closer) -> list[Setting]:
    """The settings that are not off."""
    values = {
        Setting.POSITION: closer.settings.position_weight,
        Setting.SMOOTHING: closer.settings.smoothing,
        Setting.SPECKS: closer.specks,
    }
    return [setting for setting, value in values.items() if value]


def change_text(closer: Closer, setting: Setting) -> str:
    """How many pixels changed, in a sentence."""
    settings, edits = closer.settings, NO_EDITS
    without, before = settings, NO_EDITS
    if setting is Setting.POSITION:
        without = replace(settings, position_weight=0.0)
    elif setting is Setting.SMOOTHING:
        without = replace(settings, smoothing=0.0)
    else:
        before, edits = replace(closer.edits, specks=0), closer.edits
    share = _changed_share(closer.image, (without, before), (settings, edits))
    return f"{percent(share)} of the pixels changed cluster."


@computed()
def _changed_share(
    image: RgbImage, before: tuple[KMeansSettings, PaletteEdits], after: tuple[KMeansSettings, PaletteEdits]
) -> float:
    return changed_share(edited_of(image, *before).labels, edited_of(image, *after).labels)
