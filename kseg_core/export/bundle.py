"""The kinds of files that can be taken away of one result, and all of them together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from kseg_core.encoding.pictures import WEBP_MAX_SIDE, encode_label_map, encode_lossless
from kseg_core.export.archive import ARCHIVE_MIME, write_archive
from kseg_core.export.palettes.formats import PALETTE_FORMATS, PaletteFormat
from kseg_core.export.result_files import (
    encode_cut_out,
    encode_label_numbers,
    encode_mask,
    encode_result_jpeg,
    encode_result_webp,
    label_array_file,
)
from kseg_core.export.taken import (
    TakeAway,
    replay_file,
    report_file,
    settings_json,
    svg_file,
    swatches_of,
    tutorial_file,
)
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.palette import hex_code

File = tuple[str, bytes]
"""A name and what is in it."""


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
    return file_format.write(swatches_of(taken.edited, taken.title))


PNG = FileKind(
    ending=".png",
    mime="image/png",
    make=lambda taken: encode_label_map(taken.edited.labels, taken.edited.palette).data,
)
JPEG = FileKind(
    ending=".jpg",
    mime="image/jpeg",
    make=lambda taken: encode_result_jpeg(taken.edited.labels, taken.edited.palette).data,
)
WEBP = FileKind(
    ending=".webp",
    mime="image/webp",
    make=lambda taken: encode_result_webp(taken.edited.labels, taken.edited.palette).data,
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
    file_format.name: FileKind(
        ending=f"-palette.{file_format.suffix}",
        mime=file_format.mime,
        make=partial(_palette, file_format),
    )
    for file_format in PALETTE_FORMATS
}


def mask_files(edited: Segmentation, stem: str) -> Iterator[File]:
    """One mask a cluster, numbered from 1 and named by its color."""
    for label, color in enumerate(edited.palette):
        yield f"{stem}-mask-{label + 1:02d}-{hex_code(color)[1:]}.png", encode_mask(edited.labels, label).data


def bundle_files(taken: TakeAway) -> Iterator[File]:
    """Everything, one file after the other: each is made when it is asked for.

    WebP is left out where the picture is larger than the format can hold, the cut-out where nothing is
    picked, and the working PNG where the scripts read the visitor's own file.
    """
    image, stem = taken.image, taken.result_stem
    fits_webp = max(image.width, image.height) <= WEBP_MAX_SIDE
    pictures = [PNG, JPEG, *([WEBP] if fits_webp else []), *([CUT_OUT] if taken.picked else [])]
    for kind in (*pictures, SVG, LABELS_PNG, LABELS_NPY):
        yield stem + kind.ending, kind.make(taken)
    for name, data in mask_files(taken.edited, stem):
        yield f"masks/{name}", data
    for kind in PALETTES.values():
        yield f"palette/{stem}{kind.ending}", kind.make(taken)
    for kind in (REPLAY, TUTORIAL):
        yield stem + kind.ending, kind.make(taken)
    if not taken.photo_file:
        yield taken.working_file, encode_lossless(image).data
    for kind in (SETTINGS, REPORT):
        yield stem + kind.ending, kind.make(taken)
