"""Every cached computation of "Several photos": previews in one bound, files in another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from kseg_core import KMeansSettings
from kseg_core.encoding.pictures import encode_lossless
from kseg_core.export.archive import write_archive
from kseg_core.export.several import Outcome, PhotoFailure, PhotoResult, segment_photo, several_files
from kseg_core.samples.gallery import load_sample
from pages._ui.cache import computed_now as computed
from pages._ui.compute_queue import compute_place
from pages._ui.photo import Photo
from pages._ui.process.small_results import has_small_result, small_result
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


def has_outcome(task: Task) -> bool:
    """Whether `get_outcome` would answer at once."""
    return has_small_result(_previewed, task.key, task)


def get_outcome(task: Task) -> Outcome:
    """What became of a photo, without the files to take away."""
    if has_outcome(task):
        return _previewed(task.key, task)
    with compute_place(task.photo.n_pixels):  # before the key of the small result: see `computed`
        return _gone(task) or _previewed(task.key, task)


def archive_when_clicked(tasks: Sequence[Task], left_out: Sequence[PhotoFailure]) -> Callable[[], bytes]:
    """The files of all photos in one ZIP, for a download button."""

    def made() -> bytes:
        outcomes = (_gone(task) or _whole(task) for task in tasks)
        return write_archive(several_files(chain(outcomes, left_out), tasks[0].settings))

    return made


@small_result
def _previewed(key: tuple[object, ...], _task: Task) -> Outcome:
    outcome = _whole(_task)
    return replace(outcome, files=()) if isinstance(outcome, PhotoResult) else outcome


def _whole(task: Task) -> Outcome:
    """What became of a photo, with its files; one photo is held as pixels at a time."""

    def compute() -> Outcome:
        photo = task.photo
        data = encode_lossless(load_sample(photo.name)).data if photo.is_sample else photo.data
        return segment_photo(photo.name, data or b"", task.settings, stem=task.stem)

    return computed(("several", task.key), task.photo.n_pixels, compute)


def _gone(task: Task) -> PhotoFailure | None:
    photo = task.photo
    return PhotoFailure(name=photo.name, reason=GONE) if not photo.is_sample and photo.data is None else None
