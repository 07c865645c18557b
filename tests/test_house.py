"""What import-linter cannot say of the structure."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP_LINES = 60
LIBRARIES = {
    "kseg_core": {
        "numpy",
        "cv2",
        "PIL",
        "pillow_heif",
        "pillow_jxl",
        "skimage",
        "pandas",
        "plotly",
        "tifffile",
        "roifile",
    },
    "pages": {"streamlit", "numpy", "cachetools", "segno", "pyarrow"},
}
"""What each may import besides the standard library; the contracts in pyproject.toml say where."""


def imports(module: Path) -> Iterator[tuple[str, str]]:
    """Module and name of every import, inside functions too; no name for ``import module``."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from ((each.name, "") for each in names)
            case ast.ImportFrom(module=str(source), names=names):
                yield from ((source, each.name) for each in names)


@pytest.mark.parametrize("package", LIBRARIES)
def test_nothing_is_imported_that_the_layer_has_no_use_for(package: str):
    roots = {
        source.split(".")[0] for module in (ROOT / package).rglob("*.py") for source, _ in imports(module)
    }
    assert roots - sys.stdlib_module_names <= LIBRARIES[package] | {"kseg_core", "pages"}


def test_pages_take_only_types_and_constants_of_the_core():
    taken = {
        (page.name, name)
        for page in (ROOT / "pages").glob("*.py")
        for source, name in imports(page)
        if source.startswith("kseg_core") and not source.startswith("kseg_core.figures")
    }
    assert [each for each in taken if not each[1][:1].isupper()] == []


def test_app_is_short_and_knows_the_pages_only():
    app = ROOT / "app.py"
    assert {source.split(".")[0] for source, _ in imports(app)} <= {"streamlit", "pages"}
    assert len(app.read_text(encoding="utf-8").splitlines()) <= APP_LINES
