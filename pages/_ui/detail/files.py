"""The files of one result, made when they are clicked."""

from collections.abc import Callable
from dataclasses import dataclass

from kseg_core import KMeansSettings, RgbImage, Segmentation
from kseg_core.encoding.pictures import encode_lossless
from kseg_core.export.archive import write_archive
from kseg_core.export.bundle import FileKind, bundle_files
from kseg_core.export.file_names import file_stem
from kseg_core.export.taken import TakeAway
from kseg_core.export.working_file import opencv_reads_alike
from kseg_core.kmeans.palette_edits import PaletteEdits
from pages._ui.cache import get_segmentation, when_clicked
from pages._ui.compute_queue import compute_place
from pages._ui.detail.cache import edited_of
from pages._ui.detail.settings import Closer
from pages._ui.frame.share import current_link
from pages._ui.photo import Photo
from pages._ui.process.small_results import small_result


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What files are made from: no pixels, because a download outlives the run of the page.

    Attributes
    ----------
    photo : Photo
    settings : KMeansSettings
    edits : PaletteEdits
    picked : tuple of int
        Clusters of the edited result to cut out.
    link : str
        Address of the view.
    """

    photo: Photo
    settings: KMeansSettings
    edits: PaletteEdits
    picked: tuple[int, ...]
    link: str

    def taken(self, image: RgbImage) -> TakeAway:
        """The result with all that its files need to know."""
        return TakeAway(
            image=image,
            segmentation=get_segmentation(image, self.settings),
            edited=edited_of(image, self.settings, self.edits),
            title=self.photo.name,
            stem=file_stem(self.photo.name),
            photo_file=self.photo.name if _reads_alike(self.photo.digest, image.digest, self, image) else "",
            link=self.link,
            picked=self.picked,
        )


def wanted_of(closer: Closer, result: Segmentation) -> Wanted:
    """What is to be taken away of the result that is looked at."""
    return Wanted(
        photo=closer.photo,
        settings=closer.settings,
        edits=closer.edits,
        picked=closer.rows(result),
        link=current_link(),
    )


def file_when_clicked(wanted: Wanted, kind: FileKind) -> Callable[[], bytes]:
    """A file for a download button."""
    return when_clicked(wanted.photo, lambda image: file_of(wanted.taken(image), kind))


def file_of(taken: TakeAway, kind: FileKind) -> bytes:
    """A file."""
    if not kind.is_kept:
        return _make(taken, kind)
    edited = taken.edited
    key = (kind.ending, taken.image.digest, edited.settings, edited.edits, taken.title, taken.photo_file)
    return _kept(key, taken.link if kind.has_link else "", taken, kind)


def archive_when_clicked(wanted: Wanted) -> Callable[[], bytes]:
    """All files in one ZIP for a download button."""
    return when_clicked(wanted.photo, lambda image: _archive(wanted.taken(image)))


def working_when_clicked(wanted: Wanted) -> Callable[[], bytes]:
    """The PNG that scripts read for a download button."""
    return when_clicked(wanted.photo, lambda image: encode_lossless(image).data)


def _archive(taken: TakeAway) -> bytes:
    with compute_place(taken.edited.labels.size):
        return write_archive(bundle_files(taken))


def _make(taken: TakeAway, kind: FileKind) -> bytes:
    with compute_place(taken.edited.labels.size):
        return kind.make(taken)


@small_result
def _kept(key: tuple[object, ...], link: str, _taken: TakeAway, _kind: FileKind) -> bytes:
    return _make(_taken, _kind)


@small_result
def _reads_alike(photo: str, digest: str, _wanted: Wanted, _image: RgbImage) -> bool:
    data = _wanted.photo.data
    with compute_place(_image.height * _image.width):
        return data is not None and opencv_reads_alike(data, _image)
