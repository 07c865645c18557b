"""The files of one result, made when they are clicked."""

from collections.abc import Callable
from functools import partial

from kseg_core import KMeansSettings, RgbImage
from kseg_core.edits.cut import Cut
from kseg_core.export.export_file import ExportFile
from kseg_core.export.request import ExportRequest
from kseg_core.export.table import export_zip
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.measure.measured import Measured
from kseg_core.measure.settings import MeasureSettings
from pages._ui.cache import computed
from pages._ui.compute_queue import compute_place
from pages._ui.detail.detail import Detail
from pages._ui.detail.results import get_edited
from pages._ui.downloads import when_clicked
from pages._ui.frame.share import current_link
from pages._ui.photo import Photo
from pages._ui.results import get_segmentation, opencv_reads

RequestOf = Callable[[RgbImage], ExportRequest]
"""From a photo's picture to the request for its files. It holds no pixels itself: a download outlives
the run of the page."""


def request_maker(
    detail: Detail,
    measure: MeasureSettings | None = None,
    measured_of: Callable[[RgbImage], Measured] | None = None,
    chosen: tuple[int, ...] = (),
) -> RequestOf:
    """What makes the request for the files of the result that is looked at, measured or not."""
    return partial(
        _request,
        photo=detail.photo,
        settings=detail.settings,
        edits=detail.result.edits,
        picked=detail.picked,
        cut=detail.cut,
        link=current_link(),
        measure=measure or MeasureSettings(),
        measured_of=measured_of,
        chosen=chosen,
    )


def _request(
    image: RgbImage,
    *,
    photo: Photo,
    settings: KMeansSettings,
    edits: PaletteEdits,
    picked: tuple[int, ...],
    cut: Cut,
    link: str,
    measure: MeasureSettings,
    measured_of: Callable[[RgbImage], Measured] | None,
    chosen: tuple[int, ...],
) -> ExportRequest:
    return ExportRequest(
        image=image,
        segmentation=get_segmentation(image, settings),
        edited=get_edited(image, settings, edits),
        title=photo.name,
        stem=photo.stem,
        photo_file=photo.name if opencv_reads(photo, image) else "",
        link=link,
        picked=picked,
        cut=cut,
        chosen=chosen,
        measure=measure,
        measured=None if measured_of is None else measured_of(image),
    )


def file_when_clicked(photo: Photo, request_of: RequestOf, file: ExportFile) -> Callable[[], bytes]:
    """A file for a download button."""
    return when_clicked(photo, lambda image: file_of(request_of(image), file))


def zip_when_clicked(photo: Photo, request_of: RequestOf) -> Callable[[], bytes]:
    """All files in one ZIP for a download button."""
    return when_clicked(photo, lambda image: _made(export_zip, request_of(image)))


def file_of(request: ExportRequest, file: ExportFile) -> bytes:
    """A file."""
    return _kept_file(request, file) if file.is_kept else _made(file.make, request)


def _made(make: Callable[[ExportRequest], bytes], request: ExportRequest) -> bytes:
    with compute_place(request.edited.labels.size):
        return make(request)


def _key(request: ExportRequest, file: ExportFile) -> object:
    edited, link = request.edited, request.link if file.has_link else ""
    measured = request.measure, request.measured is not None
    made_from = request.image, edited.settings, edited.edits, *measured
    return file.ending, *made_from, request.title, request.photo_file, link


@computed(key=_key, pixels=lambda request, file: request.edited.labels.size)
def _kept_file(request: ExportRequest, file: ExportFile) -> bytes:
    return file.make(request)
