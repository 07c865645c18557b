"""What goes to a worker and what comes back: plain values that can be pickled."""

from collections.abc import Mapping
from dataclasses import dataclass

from kseg_core.export.edge_files import EDGE_FILES
from kseg_core.measure.series import ClassModel
from kseg_core.recipe import Recipe

EDGE_WORDS = frozenset(row.word for row in EDGE_FILES if row.word)
"""What the command calls the files of edges."""

Cell = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A photo before it is read.

    Attributes
    ----------
    name : str
        As people see it and as the table says: with "/" between folders.
    path : str
        Of the file, or an address that `fsspec` can open.
    stem : str
        How the names of its files begin, folders included; no two photos have the same.
    """

    name: str
    path: str
    stem: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """What is done with every photo.

    Attributes
    ----------
    recipe : Recipe
    model : ClassModel or None
        Centroids that are kept; None = each photo is segmented by itself.
    finds_objects : bool
    writes : tuple of str
        Words of `files.WORDS`.
    folder : str
        Where files go.
    identity : str
        Stands for all of this but the folder: the same photo and the same identity make the same files.
    """

    recipe: Recipe
    model: ClassModel | None = None
    finds_objects: bool = True
    writes: tuple[str, ...] = ()
    folder: str
    identity: str

    @property
    def only_edges(self) -> bool:
        """Whether edges of the photos themselves are all that is wanted, so that nothing is segmented."""
        edges, others = self.recipe.edges, set(self.writes) - EDGE_WORDS
        has_clusters = self.model is not None or self.recipe.measure.classes or others
        return edges is not None and not edges.of_clusters and not has_clusters


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A photo that the same job did before, under the same file names.

    Attributes
    ----------
    digest, files, notes
        As in `Done`.
    """

    digest: str
    files: Mapping[str, int]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A photo whose files are there.

    Attributes
    ----------
    name : str
    digest : str
        SHA-256 of its file.
    identity : str
        Of the job.
    files : mapping of str to int
        Path in the folder -> bytes.
    rows : mapping of str to list
        Its rows of the table of all: column -> cells.
    notes : tuple of str
        What was done to the photo while it was read, in words.
    """

    name: str
    digest: str
    identity: str
    files: Mapping[str, int]
    rows: Mapping[str, list[Cell]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A photo that could not be done, and why, in words for people."""

    name: str
    reason: str


Outcome = Done | Known | Refused
