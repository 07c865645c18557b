"""What is computed for "Several photos", each photo once for all visitors."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from kseg_core import KMeansSettings
from kseg_core.encoding.pictures import encode_lossless
from kseg_core.errors import PassingError
from kseg_core.export.archive import write_archive
from kseg_core.export.request import ExportRequest, opencv_reads_alike
from kseg_core.export.several import Outcome, PhotoFailure, photo_result, request_files, several_files
from kseg_core.samples.gallery import load_sample
from pages._ui.cache import computed
from pages._ui.compute_queue import compute_place
from pages._ui.photo import Photo
from pages._ui.process import decoder
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
    try:
        return known_outcome(task) or _gone(task) or _previews(task)
    except PassingError as error:
        return PhotoFailure(name=task.photo.name, reason=str(error))


def zip_when_clicked(tasks: Sequence[Task], left_out: Sequence[PhotoFailure]) -> Callable[[], bytes]:
    """The files of all photos in one ZIP, for a download button."""

    def made() -> bytes:
        return write_archive(several_files(chain(_requests(tasks), left_out), tasks[0].settings))

    return made


def _requests(tasks: Sequence[Task]) -> Iterator[ExportRequest | PhotoFailure]:
    """What all files of each photo are made from, one photo after the other, each in its turn to compute."""
    for task in tasks:
        with compute_place(task.photo.n_pixels):
            request = _gone(task) or _request(task)
            if isinstance(request, ExportRequest) and task.photo.data is not None:
                is_read = opencv_reads_alike(task.photo.data, request.image, decoder.opencv_pixels)
                request = replace(request, photo_file=task.photo.name if is_read else "")
            yield request


@computed()
def _previews(task: Task) -> Outcome:
    request = _request(task)
    if not isinstance(request, PhotoFailure):
        return photo_result(request)
    if request.is_passing:  # an exception is not kept
        raise PassingError(request.reason)
    return request


def _request(task: Task) -> ExportRequest | PhotoFailure:
    """One photo is held as pixels at a time."""
    photo = task.photo
    if photo.header is None:
        made = encode_lossless(load_sample(photo.name)).data
        return request_files(photo.name, made, task.settings, stem=task.stem)
    read = partial(decoder.decode_file, header=photo.header)
    return request_files(photo.name, photo.data or b"", task.settings, stem=task.stem, read=read)


def _gone(task: Task) -> PhotoFailure | None:
    photo = task.photo
    return PhotoFailure(name=photo.name, reason=GONE) if not photo.is_sample and photo.data is None else None
