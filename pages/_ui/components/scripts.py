"""The scripts and style sheets of components, put together from the files in assets/."""

import re
from pathlib import Path

_ASSETS = Path(__file__).with_name("assets")
_IMPORT = re.compile(r'^import \{([^}]+)\} from "\./(\w+\.js)"\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|class|(?:async )?function) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def script(name: str) -> str:
    """The script of a component: a module in assets/ with everything that it imports."""
    return bundle(_ASSETS / f"{name}.js")


def bundle(entry: Path) -> str:
    """One module out of a file and all that it imports, because a component gets its script as one text.

    Each imported file becomes a function that returns its exports, so what a file does not export
    stays its own, as between modules. Lines that are comments are left out.

    Parameters
    ----------
    entry : Path
        It may end with ``export default``; the files it imports stand beside it.

    Raises
    ------
    ValueError
        If files import each other in a circle, a name that is imported is not exported or comes from
        two files, or an ``import`` or ``export`` is written in another way than
        ``import { a, b } from "./file.js"`` and ``export`` before ``const``, ``class`` or ``function``.
    """
    exports: dict[str, list[str]] = {}
    parts: list[str] = []

    def add(name: str, importing: tuple[str, ...]) -> None:
        if name in importing:
            raise ValueError(f"Files import each other in a circle: {', '.join((*importing, name))}.")
        text = _COMMENT.sub("", entry.with_name(name).read_text("utf-8"))
        imported: list[str] = []
        for names, other in _imports(text):
            if other not in exports:
                add(other, (*importing, name))
            for each in names:
                if each not in exports[other]:
                    raise ValueError(f"{name} imports {each}, which {other} does not export.")
                if each in imported:
                    raise ValueError(f"{name} imports {each} from two files.")
                imported.append(each)
        exports[name] = _EXPORT.findall(text)
        body = _EXPORT.sub("", _IMPORT.sub(_taken, text))
        is_entry = not importing
        if odd := _OTHER.search(body.replace("export default", "", 1) if is_entry else body):
            raise ValueError(f"{name} has an import or export that cannot be put together: {odd[0]}")
        if is_entry:
            parts.append(body)
        else:
            given = ", ".join(exports[name])
            parts.append(f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {given} }}\n}})()\n")

    add(entry.name, ())
    return "\n".join(parts)


def _imports(text: str) -> list[tuple[list[str], str]]:
    return [
        ([name.strip() for name in names.split(",") if name.strip()], other)
        for names, other in _IMPORT.findall(text)
    ]


def _taken(statement: re.Match[str]) -> str:
    names, other = statement.groups()
    return f"const {{{names}}} = {_variable(other)}\n"


def _variable(file: str) -> str:
    return f"${file.removesuffix('.js')}"


def style_sheet(name: str) -> str:
    """A style sheet."""
    return (_ASSETS / f"{name}.css").read_text("utf-8")
