"""What is computed for "Several photos", each photo once for all visitors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from kseg_core import KMeansSettings
from kseg_core.encoding.pictures import encode_lossless
from kseg_core.export.archive import write_archive
from kseg_core.export.several import Outcome, PhotoFailure, PhotoResult, segment_photo, several_files
from kseg_core.samples.gallery import load_sample
from pages._ui.cache import computed
from pages._ui.photo import Photo
from pages._ui.uploads import GONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One of several photos and what is to be done with it.

    Attributes
    ----------
    photo : Photo
    stem : str
        How the names of its files begin.
    settings : KMeansSettings
    """

    photo: Photo
    stem: str
    settings: KMeansSettings

    @property
    def key(self) -> tuple[str, str, str, KMeansSettings]:
        return self.photo.digest, self.photo.name, self.stem, self.settings


def known_outcome(task: Task) -> Outcome | None:
    """What became of a photo if that is known already."""
    return _previews.known(task)


def get_outcome(task: Task) -> Outcome:
    """What became of a photo, without the files to take away."""
    return known_outcome(task) or _gone(task) or _previews(task)


def zip_when_clicked(tasks: Sequence[Task], left_out: Sequence[PhotoFailure]) -> Callable[[], bytes]:
    """The files of all photos in one ZIP, for a download button."""

    def made() -> bytes:
        outcomes = (_gone(task) or _with_files(task) for task in tasks)
        return write_archive(several_files(chain(outcomes, left_out), tasks[0].settings))

    return made


@computed()
def _previews(task: Task) -> Outcome:
    outcome = _with_files(task)
    return replace(outcome, files=()) if isinstance(outcome, PhotoResult) else outcome


@computed()
def _with_files(task: Task) -> Outcome:
    """One photo is held as pixels at a time."""
    photo = task.photo
    data = encode_lossless(load_sample(photo.name)).data if photo.is_sample else photo.data
    return segment_photo(photo.name, data or b"", task.settings, stem=task.stem, header=photo.header)


def _gone(task: Task) -> PhotoFailure | None:
    photo = task.photo
    return PhotoFailure(name=photo.name, reason=GONE) if not photo.is_sample and photo.data is None else None
