"""What is known of a file that can be taken away of a result."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kseg_core.export.archive import File
from kseg_core.export.request import ExportRequest


class Shelf(StrEnum):
    """Where files are offered together. The values are the titles shown to people."""

    PICTURES = "Pictures"
    LABELS = "Masks, labels, outlines"
    PALETTE = "Palette and report"
    SCRIPTS = "The code"
    SCRIPT_INPUT = "What the code reads"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExportFile:
    """A file that can be taken away of a result.

    Attributes
    ----------
    label, icon : str
        On its button; the icon is a name of Material Symbols.
    help : str or Callable
        What it is good for, in words for the visitor; a function where that depends on the result.
    shelf : Shelf
    ending : str
        Of its name, after the stem; no two files have the same.
    mime : str
    make : Callable
    choice : str
        What files of one shelf are called together that share a button, to be chosen from by their labels.
    why_not : Callable
        Why the result has no such file, in words for the visitor; empty if it has one. The ZIP leaves it out.
    is_kept : bool
        Whether it is small enough, and asked for often enough, to be kept for the next click.
    has_link : bool
        Whether the link to the view is in it.
    of_photo : bool
        Whether it is named after the photo, not after the result.
    folder : str
        In the ZIP.
    unpacked : Callable, optional
        The files that the ZIP has in place of this one, which is a ZIP itself.
    with_several : bool
        Whether it is also part of the ZIP of several photos.
    """

    label: str
    icon: str
    help: str | Callable[[ExportRequest], str]
    shelf: Shelf
    ending: str
    mime: str
    make: Callable[[ExportRequest], bytes]
    choice: str = ""
    why_not: Callable[[ExportRequest], str] = lambda request: ""
    is_kept: bool = True
    has_link: bool = False
    of_photo: bool = False
    folder: str = ""
    unpacked: Callable[[ExportRequest], Iterator[File]] | None = None
    with_several: bool = False

    def name(self, request: ExportRequest) -> str:
        """Name of the file."""
        return (request.stem if self.of_photo else request.result_stem) + self.ending

    def help_for(self, request: ExportRequest) -> str:
        """Why there is no such file, or else what it is good for."""
        return self.why_not(request) or (self.help if isinstance(self.help, str) else self.help(request))

    def for_zip(self, request: ExportRequest) -> Iterator[File]:
        """What the ZIP of everything has of it, made when it is asked for."""
        if self.why_not(request):
            return
        if self.unpacked is None:
            yield self.folder + self.name(request), self.make(request)
        else:
            for name, data in self.unpacked(request):
                yield self.folder + name, data
