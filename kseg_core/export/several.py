"""A series: photos measured with the same classes, or each segmented anew with the same settings."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from kseg_core.applied import check_size
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
from kseg_core.measure.measured import Measured
from kseg_core.measure.series import ClassModel, measure_photo
from kseg_core.measure.settings import MeasureSettings
from kseg_core.measure.tables import areas_table, class_colors, counted_rows, objects_table
from kseg_core.measure.white_balance import WhitePoint, balanced
from kseg_core.palette import hex_code
from kseg_core.reading.decode import decode_image
from kseg_core.recipe import recipe_json
from kseg_core.wording import Column

PHOTOS_MAX = 20
"""Photos at once."""

PREVIEW_SIDE = 480
"""Longest side of the pictures of a gallery, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """How every photo of a series is measured alike.

    Attributes
    ----------
    model : ClassModel
    settings : MeasureSettings
    size : (int, int)
        Width and height of the picture that the region was drawn in.
    finds_objects : bool
        As for `measure_photo`.
    """

    model: ClassModel
    settings: MeasureSettings
    size: tuple[int, int] = (0, 0)
    finds_objects: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhotoResult:
    """One of several photos, as a gallery shows it. It holds no arrays of its pixels.

    Attributes
    ----------
    name : str
        File name of the photo.
    photo, result : Encoded
        Previews.
    palette : ndarray of uint8, shape (K, 3)
        Of the clusters, or of the classes that count if it was measured.
    shares : ndarray of float64, shape (K,)
    wcss_per_pixel, explained_variance : float
    notes : tuple of str
        What was done to the photo on the way in.
    numbers : dict of str to list of str or ndarray, or None
        `series_table`, if it was measured.
    captured : str
        As in `Preparation`.
    far_share : float or None
        As in `Measured`.
    fits : bool
        Whether its colors fit the series.
    """

    name: str
    photo: Encoded
    result: Encoded
    palette: NDArray[np.uint8]
    shares: NDArray[np.float64]
    wcss_per_pixel: float
    explained_variance: float
    notes: tuple[str, ...]
    numbers: dict[str, Column] | None = None
    captured: str = ""
    far_share: float | None = None
    fits: bool = True

    @property
    def nbytes(self) -> int:
        """Bytes held in memory."""
        return len(self.photo.data) + len(self.result.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFailure:
    """A photo that could not be measured, and why, in words for the visitor.

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
    settings: KMeansSettings | Kept,
    *,
    stem: str,
    read: Callable[[bytes], RgbImage] | None = None,
    point: WhitePoint | None = None,
) -> ExportRequest | PhotoFailure:
    """Decode one file and segment or measure it: what all its files can be made from, or why there is none.

    Parameters
    ----------
    name : str
    data : bytes
        The file.
    settings : KMeansSettings or Kept
        To fit it anew, or the centroids and classes that are kept.
    stem : str
        How the names of its files begin.
    read : Callable, optional
        Decodes the file instead of `decode_image`.
    point : WhitePoint, optional
        By which its colors are balanced.
    """
    try:
        image = decode_image(data, name=name) if read is None else read(data)
        image = image if point is None else balanced(image, point)
        if isinstance(settings, KMeansSettings):
            result = segment(image, settings)
            return ExportRequest(image=image, segmentation=result, edited=result, title=name, stem=stem)
        check_size(image, settings.settings.region, settings.size)
        made = measure_photo(image, settings.model, settings.settings, finds_objects=settings.finds_objects)
    except KsegError as error:
        return PhotoFailure(name=name, reason=str(error), is_passing=isinstance(error, PassingError))
    return ExportRequest(
        image=image,
        segmentation=made.segmentation,
        edited=made.edited,
        measure=settings.settings,
        measured=made.measured,
        model=settings.model,
        title=name,
        stem=stem,
    )


def photo_result(request: ExportRequest) -> PhotoResult:
    """What a gallery shows of a photo."""
    image, result, measured = request.image, request.edited, request.measured
    labels, palette, colors, shares = result.labels, result.palette, result.palette, result.shares
    if measured is not None:
        rows = counted_rows(measured)
        labels, palette = measured.class_map, class_colors(measured)
        colors, shares = palette[rows], measured.areas.shares[rows]
    return PhotoResult(
        name=request.title,
        photo=encode_photo(image, max_side=PREVIEW_SIDE),
        result=encode_label_map(labels, palette, alpha=image.alpha, max_side=PREVIEW_SIDE),
        palette=colors,
        shares=shares,
        wcss_per_pixel=wcss_per_pixel(result),
        explained_variance=explained_variance(result),
        notes=image.notes
        if measured is None or not measured.no_objects
        else (*image.notes, measured.no_objects),
        numbers=None if measured is None else series_table(request, measured),
        captured=image.prepared.captured,
        far_share=None if measured is None else measured.far_share,
        fits=measured is None or measured.fits,
    )


def series_table(request: ExportRequest, measured: Measured) -> dict[str, Column]:
    """The rows of a photo in the table of its series: `areas_table`, and what belongs to the photo.

    Returns
    -------
    dict of str to list of str or ndarray
        ``photo``, ``files`` (how their names begin), ``captured``, ``class``, ``color`` (in which it is
        shown); the other columns of `areas_table`; ``far colors``, the share of measured pixels that lie far
        from the fit, 0 to 1; ``colors fit``, yes or no; ``white balance``, by which point.
    """
    areas, prepared = areas_table(measured, always_area=True), request.image.prepared
    if measured.no_objects:
        areas["objects"] = np.full(len(areas["class"]), np.nan)
    n = len(areas["class"])
    return {
        **_of(request, n),
        "captured": [prepared.captured] * n,
        "class": areas.pop("class"),
        "color": [hex_code(color) for color in class_colors(measured)[counted_rows(measured)]],
        **areas,
        "far colors": np.full(n, measured.far_share, np.float64),
        "colors fit": ["" if measured.far_share is None else "yes" if measured.fits else "no"] * n,
        "white balance": [prepared.balanced] * n,
    }


def palette_table(request: ExportRequest) -> dict[str, Column]:
    """The rows of a photo in the table of all palettes: one a color, with the number of the color."""
    n = request.edited.n_clusters
    return _of(request, n) | {"color": np.arange(1, n + 1), **request.swatches.columns()}


def several_files(
    requests: Iterable[ExportRequest | PhotoFailure], settings: KMeansSettings
) -> Iterator[File]:
    """The files of all photos, the tables of all, what made them, and a list of what failed.

    Each file is made when the iterator reaches it: the rows of `EXPORT_FILES` marked ``with_several``, in a
    folder for each photo where there are several of it. The tables are ``palettes.csv``, and of photos that
    were measured ``areas.csv`` and ``objects.csv``, with ``recipe.json`` for measuring others alike.
    """
    tables: dict[str, list[dict[str, Column]]] = {"palettes": [], "areas": [], "objects": []}
    failures = []
    recipe = None
    for request in requests:
        if isinstance(request, PhotoFailure):
            failures.append(f"{request.name}: {request.reason}\n")
            continue
        yield from chain.from_iterable(row.for_zip(request) for row in EXPORT_FILES if row.with_several)
        tables["palettes"].append(palette_table(request))
        if request.measured is not None:
            tables["areas"].append(series_table(request, request.measured))
            if request.measured.objects is not None:
                objects = objects_table(request.measured)
                tables["objects"].append(_of(request, len(objects["class"])) | objects)
            recipe = replace(request.recipe, picture="", digest="")
    for name, parts in tables.items():
        if parts:
            yield f"{name}.csv", csv_table(joined_table(parts))
    if recipe is not None:
        yield "recipe.json", recipe_json(recipe).encode()
    record = {"settings": settings_record(settings), "versions": versions_record()}
    yield "settings.json", (json.dumps(record, indent=2) + "\n").encode()
    if failures:
        yield "not-read.txt", "".join(failures).encode()


def _of(request: ExportRequest, n: int) -> dict[str, Column]:
    """The columns that tell whose the rows of a table are."""
    return {"photo": [request.title] * n, "files": [request.stem] * n}


def joined_table(parts: Sequence[dict[str, Column]]) -> dict[str, Column]:
    """The rows of tables with the same columns, one table under the other."""
    return {name: _joined([each[name] for each in parts]) for name in parts[0]}


def _joined(parts: list[Column]) -> Column:
    """The columns of all photos one under the other."""
    first, *_ = parts
    return list(chain.from_iterable(parts)) if isinstance(first, list) else np.concatenate(parts)
