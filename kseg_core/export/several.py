"""Several photos segmented with the same settings."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from kseg_core.csv_table import csv_table
from kseg_core.encoding.pictures import Encoded, encode_label_map, encode_photo
from kseg_core.errors import KsegError, PassingError
from kseg_core.export.archive import File
from kseg_core.export.record import settings_record, versions_record
from kseg_core.export.request import ExportRequest
from kseg_core.export.table import EXPORT_FILES
from kseg_core.image import RgbImage
from kseg_core.kmeans.metrics import explained_variance, wcss_per_pixel
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.reading.decode import decode_image
from kseg_core.wording import Column

PHOTOS_MAX = 20
"""Photos at once."""

PREVIEW_SIDE = 480
"""Longest side of the pictures of a gallery, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhotoResult:
    """One of several photos, segmented, as a gallery shows it. It holds no arrays of its pixels.

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
    """

    name: str
    photo: Encoded
    result: Encoded
    palette: NDArray[np.uint8]
    shares: NDArray[np.float64]
    wcss_per_pixel: float
    explained_variance: float
    notes: tuple[str, ...]

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return len(self.photo.data) + len(self.result.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFailure:
    """A photo that could not be segmented, and why, in words for the visitor.

    `is_passing` tells that another attempt may succeed.
    """

    name: str
    reason: str
    is_passing: bool = False

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return len(self.name) + len(self.reason)


Outcome = PhotoResult | PhotoFailure


def request_files(
    name: str,
    data: bytes,
    settings: KMeansSettings,
    *,
    stem: str,
    read: Callable[[bytes], RgbImage] | None = None,
) -> ExportRequest | PhotoFailure:
    """Decode and segment one file: what all its files can be made from, or why there is nothing.

    Parameters
    ----------
    name : str
    data : bytes
        The file.
    settings : KMeansSettings
    stem : str
        How the names of its files begin.
    read : Callable, optional
        Decodes the file instead of `decode_image`.
    """
    try:
        image = decode_image(data, name=name) if read is None else read(data)
        result = segment(image, settings)
    except KsegError as error:
        return PhotoFailure(name=name, reason=str(error), is_passing=isinstance(error, PassingError))
    return ExportRequest(image=image, segmentation=result, edited=result, title=name, stem=stem)


def photo_result(request: ExportRequest) -> PhotoResult:
    """What a gallery shows of a photo."""
    image, result = request.image, request.edited
    return PhotoResult(
        name=request.title,
        photo=encode_photo(image, max_side=PREVIEW_SIDE),
        result=encode_label_map(result.labels, result.palette, alpha=image.alpha, max_side=PREVIEW_SIDE),
        palette=result.palette,
        shares=result.shares,
        wcss_per_pixel=wcss_per_pixel(result),
        explained_variance=explained_variance(result),
        notes=image.notes,
    )


def several_files(
    requests: Iterable[ExportRequest | PhotoFailure], settings: KMeansSettings
) -> Iterator[File]:
    """The files of all photos, a table of all palettes, the settings, and a list of what failed.

    Each file is made when the iterator reaches it: the rows of `EXPORT_FILES` marked ``with_several``, in a
    folder for each photo where there are several of it.
    """
    tables: list[dict[str, Column]] = []
    failures = []
    for request in requests:
        if isinstance(request, PhotoFailure):
            failures.append(f"{request.name}: {request.reason}\n")
            continue
        yield from chain.from_iterable(row.for_zip(request) for row in EXPORT_FILES if row.with_several)
        colors = request.swatches.columns()
        n = request.edited.n_clusters
        tables.append(
            {
                "photo": [request.title] * n,
                "files": [request.stem] * n,
                "color": np.arange(1, n + 1),
                **colors,
            }
        )
    if tables:
        yield (
            "palettes.csv",
            csv_table({name: _joined([each[name] for each in tables]) for name in tables[0]}),
        )
    record = {"settings": settings_record(settings), "versions": versions_record()}
    yield "settings.json", (json.dumps(record, indent=2) + "\n").encode()
    if failures:
        yield "not-read.txt", "".join(failures).encode()


def _joined(parts: list[Column]) -> Column:
    """The columns of all photos one under the other."""
    first, *_ = parts
    return list(chain.from_iterable(parts)) if isinstance(first, list) else np.concatenate(parts)
