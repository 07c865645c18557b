"""Several photos segmented with the same settings."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from kseg_core.encoding.pictures import Encoded, encode_label_map, encode_photo
from kseg_core.errors import KsegError
from kseg_core.export.archive import File
from kseg_core.export.request import ExportRequest
from kseg_core.export.table import EXPORT_FILES
from kseg_core.kmeans.metrics import explained_variance, wcss_per_pixel
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.palette import hex_code
from kseg_core.reading.decode import FileHeader, decode_file, decode_image

PHOTOS_MAX = 20
"""Photos at once."""

PREVIEW_SIDE = 480
"""Longest side of the pictures of a gallery, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhotoResult:
    """One of several photos, segmented. It holds files, no arrays of pixels.

    Attributes
    ----------
    name : str
        File name of the photo.
    photo, result : Encoded
        Previews.
    palette : ndarray of uint8, shape (K, 3)
    shares : ndarray of float64, shape (K,)
    wcss_per_pixel, explained_variance : float
    notes : tuple of str
        What was done to the photo on the way in.
    files : tuple of (str, bytes)
        To download: the rows of `EXPORT_FILES` marked ``with_several``.
    """

    name: str
    photo: Encoded
    result: Encoded
    palette: NDArray[np.uint8]
    shares: NDArray[np.float64]
    wcss_per_pixel: float
    explained_variance: float
    notes: tuple[str, ...]
    files: tuple[File, ...]

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        files = sum(len(data) for _, data in self.files)
        return files + len(self.photo.data) + len(self.result.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFailure:
    """A photo that could not be segmented, and why, in words for the visitor."""

    name: str
    reason: str

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return len(self.name) + len(self.reason)


Outcome = PhotoResult | PhotoFailure


def segment_photo(
    name: str,
    data: bytes,
    settings: KMeansSettings,
    *,
    stem: str,
    header: FileHeader | None = None,
) -> Outcome:
    """Decode and segment one file and make the files to download.

    Parameters
    ----------
    name : str
    data : bytes
        The file. If it is not a picture, the outcome is a `PhotoFailure`.
    settings : KMeansSettings
    stem : str
        How the names of its files begin.
    header : FileHeader, optional
        Of the same file, if it was read before.
    """
    try:
        image = decode_image(data) if header is None else decode_file(data, header)
        result = segment(image, settings)
    except KsegError as error:
        return PhotoFailure(name=name, reason=str(error))
    request = ExportRequest(image=image, segmentation=result, edited=result, title=name, stem=stem)
    return PhotoResult(
        name=name,
        photo=encode_photo(image, max_side=PREVIEW_SIDE),
        result=encode_label_map(result.labels, result.palette, max_side=PREVIEW_SIDE),
        palette=result.palette,
        shares=result.shares,
        wcss_per_pixel=wcss_per_pixel(result),
        explained_variance=explained_variance(result),
        notes=image.notes,
        files=tuple((row.name(request), row.make(request)) for row in EXPORT_FILES if row.with_several),
    )


def several_files(outcomes: Iterable[Outcome], settings: KMeansSettings) -> Iterator[File]:
    """The files of all photos, a table of all palettes, the settings, and a list of what failed."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["photo", "color", "hex", "red", "green", "blue", "share"])
    failures = []
    for outcome in outcomes:
        if isinstance(outcome, PhotoFailure):
            failures.append(f"{outcome.name}: {outcome.reason}\n")
            continue
        yield from outcome.files
        for row, (color, share) in enumerate(zip(outcome.palette, outcome.shares.tolist(), strict=True)):
            table.writerow(
                [_plain_cell(outcome.name), row + 1, hex_code(color), *color.tolist(), f"{share:.6f}"]
            )
    yield "palettes.csv", file.getvalue().encode()
    yield "settings.json", (json.dumps(asdict(settings), indent=2) + "\n").encode()
    if failures:
        yield "not-read.txt", "".join(failures).encode()


def _plain_cell(text: str) -> str:
    """Text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
