"""What a worker does with one photo."""

import functools
import hashlib
import sys
import traceback
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from kseg_core.applied import Applied, apply_recipe
from kseg_core.batch.files import are_there, write_files
from kseg_core.batch.job import EDGE_WORDS, Cell, Done, Job, Known, Outcome, Refused, Source
from kseg_core.batch.sources import read_source
from kseg_core.batch.whole_file import NoRoomError
from kseg_core.canny.edge_recipe import edges_by_recipe
from kseg_core.canny.edges import EdgeMap
from kseg_core.errors import KsegError, PassingError
from kseg_core.export.archive import File
from kseg_core.export.edge_files import EDGE_FILES, EdgeRequest
from kseg_core.export.request import ExportRequest, opencv_reads_alike
from kseg_core.export.several import palette_table, series_table
from kseg_core.export.table import EXPORT_FILES
from kseg_core.histogram import ColorHistogram, color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.smoothed import smoothed
from kseg_core.reading import decode
from kseg_core.recipe import Recipe
from kseg_core.wording import Column


def do_photo(given: tuple[Source, Known | None], job: Job) -> Outcome:
    """Read a photo, apply the recipe and write its files; or nothing, if that was done before.

    Parameters
    ----------
    given : Source and Known or None
        The photo, and what this job made of it the last time.
    job : Job

    Raises
    ------
    NoRoomError
        If nothing more can be written, or the folder is not there, as on a machine with disks of its own.
    MemoryError
    """
    source, before = given
    folder = Path(job.folder)
    if not folder.is_dir():
        raise NoRoomError(
            f"The folder {folder} is not there on a machine that works on the photos. All machines of a "
            "cluster need the photos and this folder under the same path."
        )
    try:
        data = read_source(source)
        digest = hashlib.sha256(data).hexdigest()
        if before is not None and before.digest == digest and are_there(before.files, folder):
            return before
        image = read_photo(source.name, data)
        files, rows, notes = _made(image, source, data, job)
        written = write_files(files, folder, PurePosixPath(source.stem).parent)
    except (NoRoomError, MemoryError):
        raise
    except KsegError as error:
        return Refused(name=source.name, reason=str(error))
    except Exception as error:
        *_, place = traceback.extract_tb(error.__traceback__)
        said = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
        return Refused(name=source.name, reason=f"An error of the program: {said}.")
    return Done(
        name=source.name,
        digest=digest,
        identity=job.identity,
        files=written,
        rows={name: _cells(column) for name, column in rows.items()},
        notes=notes,
    )


def histogram_of(source: Source, recipe: Recipe) -> ColorHistogram | None:
    """The colors of a photo, smoothed as the recipe says; None if it cannot be read."""
    try:
        image = read_photo(source.name, read_source(source)).frame(recipe.framing)
    except KsegError:  # It is named when its turn to be measured comes.
        return None
    return color_histogram(smoothed(image, recipe.settings.smoothing))


def read_photo(name: str, data: bytes) -> RgbImage:
    """The picture of a file, decoded as the page does it. Raises `ImageError`."""
    reader, name = _reader(), PurePosixPath(name).name
    try:
        image: RgbImage = reader.decode_file(data, reader.read_header(data, name=name))
    except PassingError:
        image = reader.decode_file(data, reader.read_header(data, name=name))
    return image


def file_digest(name: str, data: bytes) -> str:
    """The digest that the picture of a file will have. Raises `ImageError`."""
    return str(_reader().read_header(data, name=PurePosixPath(name).name).digest)


@functools.cache
def _reader() -> Any:
    """What reads files: on Linux a process of its own, at which a file may crash without loss."""
    if sys.platform != "linux":
        return decode
    from kseg_core.reading.decoder_process import DecoderProcess

    return DecoderProcess()


def _made(
    image: RgbImage, source: Source, data: bytes, job: Job
) -> tuple[Iterator[File], dict[str, Column], tuple[str, ...]]:
    """The files of a photo, each made when the iterator reaches it, its rows of the table, and its notes."""
    recipe = job.recipe
    if recipe.edges is not None and job.only_edges:
        image = image.frame(recipe.framing)
        edge_map = edges_by_recipe(image, recipe.edges)
        return _edge_files(image, edge_map, None, source, job), _edge_table(edge_map, source), image.notes
    applied = apply_recipe(image, recipe, model=job.model, finds_objects=job.finds_objects)
    image, measured = applied.image, applied.measured
    rows = [row for row in EXPORT_FILES if row.word in job.writes]
    is_read = any(row.names_photo for row in rows) and opencv_reads_alike(
        data, image, _reader().opencv_pixels
    )
    title, stem = PurePosixPath(source.name).name, PurePosixPath(source.stem).name
    request = ExportRequest(
        image=image,
        segmentation=applied.segmentation,
        edited=applied.edited,
        title=title,
        stem=stem,
        photo_file=title if is_read else "",
        measure=applied.measure,
        measured=measured,
        model=applied.model,
    )
    files = chain.from_iterable(row.for_zip(request) for row in rows)
    of_all = replace(request, title=source.name, stem=source.stem)
    table, notes = palette_table(of_all), image.notes
    if measured is not None:
        table, notes = series_table(of_all, measured), (*notes, *filter(None, [measured.no_objects]))
    return chain(files, _edges_of(applied, source, job)), table, notes


def _edges_of(applied: Applied, source: Source, job: Job) -> Iterator[File]:
    """The files of the edges, which are found when the iterator reaches them."""
    edges = applied.recipe.edges
    edge_map = None if EDGE_WORDS.isdisjoint(job.writes) else applied.edges()
    if edges is not None and edge_map is not None:
        clustered = applied.segmentation if edges.of_clusters else None
        yield from _edge_files(applied.image, edge_map, clustered, source, job)


def _edge_files(
    image: RgbImage, edge_map: EdgeMap, clustered: Segmentation | None, source: Source, job: Job
) -> Iterator[File]:
    request = EdgeRequest(
        image=image,
        edge_map=edge_map,
        clustered=clustered,
        recipe=job.recipe,
        title=PurePosixPath(source.name).name,
        stem=PurePosixPath(source.stem).name,
    )
    for row in EDGE_FILES:
        if row.word in job.writes:
            yield row.name(request), row.make(request)


def _edge_table(edge_map: EdgeMap, source: Source) -> dict[str, Column]:
    """The row of a photo of which only edges are wanted."""
    return {
        "photo": [source.name],
        "files": [source.stem],
        "low threshold": np.array([edge_map.settings.low]),
        "high threshold": np.array([edge_map.settings.high]),
        "edge pixels": np.array([edge_map.n_edges]),
        "edge share": np.array([edge_map.share]),
    }


def _cells(column: Column) -> list[Cell]:
    return list(column) if isinstance(column, list) else column.tolist()
