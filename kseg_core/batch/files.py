"""The files of a photo that the command writes: those of the page, under a word for each."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from kseg_core.batch.job import EDGE_WORDS, Job
from kseg_core.batch.whole_file import whole_file
from kseg_core.export.archive import File
from kseg_core.export.edge_files import EDGE_FILES
from kseg_core.export.measuring_rows import MEASURING_FILES
from kseg_core.export.table import EXPORT_FILES

WORDS = tuple(
    dict.fromkeys(
        word for word in (*(row.word for row in EXPORT_FILES), *(row.word for row in EDGE_FILES)) if word
    )
)
"""What can be asked for; several files can share a word."""


_MEASURED = frozenset(row.word for row in MEASURING_FILES)


def idle_words(job: Job) -> list[str]:
    """The words of a job that name no file of any photo, for its recipe has no edges or no classes."""
    idle = set() if job.recipe.edges else EDGE_WORDS
    if job.model is None and not job.recipe.measure.classes:
        idle |= _MEASURED
    return [word for word in job.writes if word in idle]


def write_files(files: Iterable[File], folder: Path, within: PurePosixPath) -> dict[str, int]:
    """Write files, each whole or not at all.

    Returns
    -------
    dict of str to int
        Path in the folder -> bytes.

    Raises
    ------
    SettingsError
        If one cannot be written.
    """
    written = {}
    for name, content in files:
        path = within / name
        with whole_file(folder / path) as beside:
            beside.write_bytes(content)
        written[str(path)] = len(content)
    return written


def are_there(files: Mapping[str, int], folder: Path) -> bool:
    """Whether all files are there, as large as they were written."""
    try:
        return all((folder / path).stat().st_size == size for path, size in files.items())
    except OSError:
        return False
