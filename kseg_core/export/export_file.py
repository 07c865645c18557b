"""What is known of a file that a result can be exported to: the columns of `table.EXPORT_FILES`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kseg_core.export.archive import File
from kseg_core.export.request import ExportRequest


class ExportGroup(StrEnum):
    """Files that are offered together. The values are the titles shown to people."""

    PICTURES = "Pictures"
    LABELS = "Masks, labels, outlines"
    PALETTE = "Palette and report"
    MEASUREMENTS = "Measurements"
    SCRIPTS = "The code"
    SCRIPT_INPUT = "What the code reads"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExportFile:
    """A file that a result can be exported to: a row of the table.

    Attributes
    ----------
    label, icon : str
        Of its button; the icon is a name of Material Symbols.
    help : str or Callable
        Its use, in words for the visitor; a function where that depends on the result.
    group : ExportGroup
    ending : str
        Of the file name, after the stem; no two files have the same.
    mime : str
    make : Callable
        Makes the content.
    choice : str
        Label of the menu that the file shares with others of its group; empty if it has its own button.
    why_not : Callable
        Why this result cannot have the file, in words for the visitor; empty if it can. The ZIP leaves such
        files out.
    is_kept : bool
        Whether the content is cached for the next click.
    has_link : bool
        Whether it contains the link to the view.
    of_photo : bool
        Whether it is named after the photo, not after the result.
    folder : str
        Of the file inside the ZIP.
    unpacked : Callable, optional
        If this file is a ZIP: the files of it, which the ZIP of everything contains instead.
    with_several : bool
        Whether the ZIP of several photos also has it.
    word : str
        What the command line calls it; files may share a word. Empty if it is of one view only.
    names_photo : bool
        Whether it names the picture that the scripts read.
    """

    label: str
    icon: str
    help: str | Callable[[ExportRequest], str]
    group: ExportGroup
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
    word: str = ""
    names_photo: bool = False

    def name(self, request: ExportRequest) -> str:
        """Name of the file."""
        return (request.stem if self.of_photo else request.result_stem) + self.ending

    def help_for(self, request: ExportRequest) -> str:
        """Why the result cannot have the file, or else its use."""
        return self.why_not(request) or (self.help if isinstance(self.help, str) else self.help(request))

    def for_zip(self, request: ExportRequest) -> Iterator[File]:
        """Its files in the ZIP of everything, each made when the iterator reaches it."""
        if self.why_not(request):
            return
        if self.unpacked is None:
            yield self.folder + self.name(request), self.make(request)
        else:
            for name, data in self.unpacked(request):
                yield self.folder + name, data
