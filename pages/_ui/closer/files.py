"""The files of one result: what each is called, and how it is made when it is clicked."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kseg_core import KMeansSettings, RgbImage
from kseg_core.edits.edited import EditedResult, PaletteEdits
from kseg_core.export import encode_label_map, encode_lossless, file_stem
from kseg_core.palette_files.formats import PaletteFormat, palette_file
from kseg_core.take_away.archive import ARCHIVE_MIME, write_archive
from kseg_core.take_away.bundle import (
    TakeAway,
    bundle_files,
    mask_files,
    replay_file,
    report_file,
    settings_json,
    svg_file,
    swatches_of,
    tutorial_file,
)
from kseg_core.take_away.result_files import (
    encode_cut_out,
    encode_label_numbers,
    encode_result_jpeg,
    encode_result_webp,
    label_array_file,
)
from kseg_core.take_away.working_file import opencv_reads_alike
from pages._ui.cache import get_segmentation, when_clicked
from pages._ui.closer.cache import edited_of
from pages._ui.closer.settings import Closer
from pages._ui.frame.share import current_link
from pages._ui.photo import Photo
from pages._ui.process.small_results import small_result
from pages._ui.process.turns import turn


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
            segmentation=get_segmentation(image, self.settings).result,
            edited=edited_of(image, self.settings, self.edits),
            title=self.photo.name,
            stem=file_stem(self.photo.name),
            photo_file=self.photo.name if _reads_alike(self.photo.digest, image.digest, self, image) else "",
            link=self.link,
            picked=self.picked,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of file.

    Attributes
    ----------
    ending : str
        Of its name, after the stem of the result; no two kinds have the same.
    mime : str
    make : Callable
    is_kept : bool
        Whether it is small enough to be kept for the next click.
    has_link : bool
        Whether the link to the view is in it.
    """

    ending: str
    mime: str
    make: Callable[[TakeAway], bytes]
    is_kept: bool = True
    has_link: bool = False


def _masks(taken: TakeAway) -> bytes:
    return write_archive(mask_files(taken.edited, taken.result_stem))


def _palette(file_format: PaletteFormat, taken: TakeAway) -> bytes:
    return palette_file(swatches_of(taken.edited, taken.title), file_format)


PNG = FileKind(
    ending=".png",
    mime="image/png",
    make=lambda taken: encode_label_map(taken.edited.labels, taken.edited.colors).data,
)
JPEG = FileKind(
    ending=".jpg",
    mime="image/jpeg",
    make=lambda taken: encode_result_jpeg(taken.edited.labels, taken.edited.colors).data,
)
WEBP = FileKind(
    ending=".webp",
    mime="image/webp",
    make=lambda taken: encode_result_webp(taken.edited.labels, taken.edited.colors).data,
)
CUT_OUT = FileKind(
    ending="-cut-out.png",
    mime="image/png",
    make=lambda taken: encode_cut_out(taken.image, taken.edited.labels, taken.picked).data,
    is_kept=False,
)
LABELS_PNG = FileKind(
    ending="-labels.png",
    mime="image/png",
    make=lambda taken: encode_label_numbers(taken.edited.labels).data,
)
LABELS_NPY = FileKind(
    ending="-labels.npy",
    mime="application/octet-stream",
    make=lambda taken: label_array_file(taken.edited.labels),
    is_kept=False,
)
MASKS = FileKind(ending="-masks.zip", mime=ARCHIVE_MIME, make=_masks)
SVG = FileKind(ending=".svg", mime="image/svg+xml", make=lambda taken: svg_file(taken).encode())
REPORT = FileKind(
    ending="-report.html",
    mime="text/html",
    make=lambda taken: report_file(taken).encode(),
    has_link=True,
)
SETTINGS = FileKind(
    ending="-settings.json",
    mime="application/json",
    make=lambda taken: settings_json(taken).encode(),
    has_link=True,
)
REPLAY = FileKind(ending="-replay.py", mime="text/x-python", make=lambda taken: replay_file(taken).encode())
TUTORIAL = FileKind(
    ending="-tutorial.py", mime="text/x-python", make=lambda taken: tutorial_file(taken).encode()
)
PALETTES = {
    file_format: FileKind(
        ending=f"-palette.{file_format.suffix}",
        mime=file_format.mime,
        make=partial(_palette, file_format),
    )
    for file_format in PaletteFormat
}


def wanted_of(closer: Closer, result: EditedResult) -> Wanted:
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
    with turn(taken.edited.labels.size):
        return write_archive(bundle_files(taken))


def _make(taken: TakeAway, kind: FileKind) -> bytes:
    with turn(taken.edited.labels.size):
        return kind.make(taken)


@small_result
def _kept(key: tuple[object, ...], link: str, _taken: TakeAway, _kind: FileKind) -> bytes:
    return _make(_taken, _kind)


@small_result
def _reads_alike(photo: str, digest: str, _wanted: Wanted, _image: RgbImage) -> bool:
    data = _wanted.photo.data
    with turn(_image.height * _image.width):
        return data is not None and opencv_reads_alike(data, _image)
