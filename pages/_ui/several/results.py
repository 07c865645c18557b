"""What is computed for a series, each photo once for all visitors."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from kseg_core import KMeansSettings, KsegError, RgbImage, color_histogram
from kseg_core.errors import ImageError, PassingError
from kseg_core.export.archive import write_archive
from kseg_core.export.request import ExportRequest, opencv_reads_alike
from kseg_core.export.several import (
    Kept,
    Outcome,
    PhotoFailure,
    photo_result,
    request_files,
    several_files,
)
from kseg_core.histogram import ColorHistogram, pooled_histogram
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.segment import segment_histogram
from kseg_core.kmeans.smoothed import smoothed
from kseg_core.measure.series import ClassModel, class_model, with_edits
from kseg_core.measure.settings import MeasureSettings
from kseg_core.measure.white_balance import WhitePoint, balanced
from kseg_core.samples.gallery import load_sample
from pages._ui.cache import computed, computed_steps
from pages._ui.compute_queue import compute_place
from pages._ui.photo import Photo
from pages._ui.process import decoder
from pages._ui.results import get_clusters, get_histogram, get_image
from pages._ui.uploads import GONE


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPhoto:
    """A photo of a series.

    Attributes
    ----------
    photo : Photo
    stem : str
        How the names of its files begin.
    point : WhitePoint or None
        By which its colors are balanced.
    """

    photo: Photo
    stem: str = ""
    point: WhitePoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """What the clusters of a series are found on: one photo, or all of them together.

    Attributes
    ----------
    photos : tuple of SeriesPhoto
    settings : KMeansSettings
        Without a position weight.
    """

    photos: tuple[SeriesPhoto, ...]
    settings: KMeansSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Everything that is the same for all photos of a series.

    Attributes
    ----------
    fitting : Fitting
    edits : PaletteEdits
    measure : MeasureSettings
    size : (int, int)
        As in `Kept`.
    finds_objects : bool
    """

    fitting: Fitting
    edits: PaletteEdits
    measure: MeasureSettings
    size: tuple[int, int]
    finds_objects: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A photo and what is to be done with it.

    Attributes
    ----------
    given : SeriesPhoto
    how : KMeansSettings or Keeping
        To fit it anew, or to measure it like the others.
    """

    given: SeriesPhoto
    how: KMeansSettings | Keeping

    @property
    def photo(self) -> Photo:
        return self.given.photo

    @property
    def settings(self) -> KMeansSettings:
        """Those of its clusters."""
        return self.how if isinstance(self.how, KMeansSettings) else self.how.fitting.settings


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


def fit_in_steps(fitting: Fitting) -> Iterator[int | ClassModel]:
    """Find the clusters: the number of photos that have been read, and last the centroids.

    Raises
    ------
    ImageError
        If none of the photos can be read.
    """
    if len(fitting.photos) > 1:
        return _fit_together(fitting)
    return iter([_fit_one(fitting)])


def get_model(fitting: Fitting) -> ClassModel:
    """The centroids of a series."""
    *_, model = fit_in_steps(fitting)
    assert isinstance(model, ClassModel)
    return model


def balanced_image(given: SeriesPhoto) -> RgbImage:
    """The picture of a photo, decoded, turned and cropped, its colors balanced."""
    image = get_image(given.photo)
    return image if given.point is None else balanced(image, given.point)


@computed(pixels=lambda fitting: fitting.photos[0].photo.n_pixels)
def _fit_one(fitting: Fitting) -> ClassModel:
    image, sigma = balanced_image(fitting.photos[0]), fitting.settings.smoothing
    histogram = color_histogram(smoothed(image, sigma)) if sigma else get_histogram(image)
    return class_model(get_clusters(image, fitting.settings), histogram)


@computed_steps(pixels=lambda fitting: max(each.photo.n_pixels for each in fitting.photos))
def _fit_together(fitting: Fitting) -> Iterator[int | ClassModel]:
    """One photo is held as pixels at a time. A photo that cannot be read takes no part."""
    pool: ColorHistogram | None = None
    for number, given in enumerate(fitting.photos):
        yield number
        try:
            image = _read_balanced(given)
        except KsegError:  # It is named when its turn to be measured comes.
            continue
        histogram = color_histogram(smoothed(image, fitting.settings.smoothing))
        pool = histogram if pool is None else pooled_histogram([pool, histogram])
    if pool is None:
        raise ImageError("None of these photos can be read.")
    fitted = replace(segment_histogram(pool, fitting.settings), settings=fitting.settings)
    yield class_model(fitted, pool)


def _read_balanced(given: SeriesPhoto) -> RgbImage:
    image = _read(given.photo)
    return image if given.point is None else balanced(image, given.point)


def _read(photo: Photo) -> RgbImage:
    """The picture of a photo, which is not kept. Raises `ImageError` if it cannot be read."""
    if photo.is_sample:
        return load_sample(photo.name).frame(photo.framing)
    if photo.header is None or photo.data is None:
        raise ImageError(GONE)
    return decoder.decode_file(photo.data, photo.header).frame(photo.framing)


def _requests(tasks: Sequence[Task]) -> Iterator[ExportRequest | PhotoFailure]:
    """What all files of each photo are made from, one photo after the other, each in its turn to compute."""
    for task in tasks:
        with compute_place(task.photo.n_pixels):
            request = _gone(task) or _request(task)
            if isinstance(request, ExportRequest) and task.photo.data is not None:
                is_read = opencv_reads_alike(task.photo.data, request.image, decoder.opencv_pixels)
                request = replace(request, photo_file=task.photo.name if is_read else "")
            yield request


@computed(pixels=lambda task: task.photo.n_pixels)
def _previews(task: Task) -> Outcome:
    request = _request(task)
    if not isinstance(request, PhotoFailure):
        return photo_result(request)
    if request.is_passing:  # an exception is not kept
        raise PassingError(request.reason)
    return request


def _request(task: Task) -> ExportRequest | PhotoFailure:
    """One photo is held as pixels at a time."""
    photo, how = task.photo, task.how
    return request_files(
        photo.name,
        photo.data or b"",
        how if isinstance(how, KMeansSettings) else _kept(how),
        stem=task.given.stem,
        read=lambda _: _read(photo),
        point=task.given.point,
    )


def _kept(keeping: Keeping) -> Kept:
    model = with_edits(get_model(keeping.fitting), keeping.edits)
    return Kept(model=model, settings=keeping.measure, size=keeping.size, finds_objects=keeping.finds_objects)


def _gone(task: Task) -> PhotoFailure | None:
    photo = task.photo
    return PhotoFailure(name=photo.name, reason=GONE) if not photo.is_sample and photo.data is None else None
