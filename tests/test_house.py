"""What import-linter cannot say of the structure."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP_LINES = 60
LIBRARIES = {
    "kseg_core": {
        "cv2": "opencv-python-headless",
        "distributed": "distributed",
        "fsspec": "fsspec",
        "lazy_loader": "lazy-loader",
        "numpy": "numpy",
        "pandas": "pandas",
        "PIL": "pillow",
        "pillow_heif": "pillow-heif",
        "pillow_jxl": "pillow-jxl-plugin",
        "plotly": "plotly",
        "pyarrow": "pyarrow",
        "roifile": "roifile",
        "skimage": "scikit-image",
        "tifffile": "tifffile",
        "tqdm": "tqdm",
    },
    "pages": {
        "cachetools": "cachetools",
        "numpy": "numpy",
        "pyarrow": "pyarrow",
        "segno": "segno",
        "streamlit": "streamlit",
    },
}
"""What each may import besides the standard library, and what to install for it. The contracts in
pyproject.toml say where."""


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
    assert roots - sys.stdlib_module_names <= LIBRARIES[package].keys() | {"kseg_core", "pages"}


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


def test_what_is_imported_can_be_installed_with_either_file():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    dependencies, extras = set(project["dependencies"]), project["optional-dependencies"]
    assert requirements("requirements.txt") == dependencies.union(extras["app"])
    assert requirements("tests/requirements.txt").issuperset(extras["cluster"])

    declared = dependencies.union(*extras.values())
    libraries = {name for each in LIBRARIES.values() for name in each.values()}
    assert sorted(map(name_of, declared)) == sorted(libraries)
    of_pages_alone = set(LIBRARIES["pages"].values()).difference(LIBRARIES["kseg_core"].values())
    assert of_pages_alone.isdisjoint(map(name_of, dependencies))


def requirements(file: str) -> set[str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return {line for line in lines if not line.startswith(("#", "-r"))}


def name_of(requirement: str) -> str:
    return re.split("[=<>]", requirement)[0]


def test_every_file_of_the_core_is_installed():
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    patterns = ["*.py", *setuptools["package-data"]["*"]]
    files = [each for each in (ROOT / "kseg_core").rglob("*") if each.is_file() and each.suffix != ".pyc"]
    assert [each for each in files if not any(each.match(pattern) for pattern in patterns)] == []
    assert [each for each in files if not (each.parent / "__init__.py").exists()] == []
