"""The import table of the README, held against every import in the code, also inside functions."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP_LINES = 60


@dataclass(frozen=True, kw_only=True)
class Layer:
    """What the files of one layer may import besides the standard library.

    A name stands for itself and what is below it. ``only_in`` names the modules of the layer (as
    patterns, relative to ``home``) that may import a library at all; ``inside_functions`` holds the
    libraries that are slow to import and therefore imported when first used; ``types_of`` holds
    packages of which only classes and constants may be imported; ``for_tables`` holds the library
    for modules in which some function returns a DataFrame.
    """

    files: str
    home: str = ""
    may_import: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    only_in: dict[str, frozenset[str]] = field(default_factory=dict)
    inside_functions: frozenset[str] = frozenset()
    types_of: frozenset[str] = frozenset()
    for_tables: frozenset[str] = frozenset()


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The first layer whose pattern fits a file is its layer.
LAYERS = (
    Layer(files="app.py", may_import=names("streamlit pages._ui kseg_core.errors")),
    Layer(
        files="pages/_ui/components/*",
        may_import=names("streamlit kseg_core pages._ui.components pages._ui.text"),
    ),
    Layer(
        files="pages/_ui/*",
        home="pages/_ui/",
        may_import=names("streamlit segno kseg_core pages._ui"),
        only_in={"pyarrow": names("closer/arrow_table")},
    ),
    Layer(
        files="pages/*",
        may_import=names("streamlit pages._ui kseg_core.figures"),
        types_of=names("kseg_core"),
    ),
    Layer(files="kseg_core/figures/*", may_import=names("plotly numpy pandas kseg_core")),
    Layer(
        files="kseg_core/*",
        home="kseg_core/",
        may_import=names("numpy kseg_core"),
        never=names("kseg_core.figures"),
        only_in={
            # cv_kmeans is a part of kmeans, smoothing and gradient of edges, reading/ of decode, resizing of
            # export;
            # stage_pictures and edge_export make the pictures of edges that export encodes;
            # edits/connected finds regions, engine/moments counts colors, engine/smoothed smooths;
            # look_closer, take_away and the frames of the animation make pictures.
            "cv2": names(
                "image decode reading/* color engine/cv_kmeans edges canny_stages regions export resizing "
                "canny/smoothing canny/gradient canny/stage_pictures canny/edge_export "
                "edits/connected engine/moments engine/smoothed look_closer/* take_away/*"
            ),
            "PIL": names("image export decode reading/* take_away/result_files steps/frames steps/animation"),
            "pillow_heif": names("decode reading/*"),
            "skimage": names("samples"),
        },
        inside_functions=names("skimage"),
        for_tables=names("pandas"),
    ),
)


@dataclass(frozen=True)
class Import:
    """One imported name. ``module`` is where it is looked for, ``name`` what is taken from it."""

    line: int
    module: str
    name: str
    in_function: bool

    @property
    def full(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module

    def is_within(self, packages: frozenset[str]) -> bool:
        return any(self.full == package or self.full.startswith(package + ".") for package in packages)


def imports(tree: ast.AST, path: str, in_function: bool = False) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, alias.name, "", in_function)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:
                parents = Path(path).parts[: -node.level]
                module = ".".join([*parents, module]).rstrip(".")
            for alias in node.names:
                yield Import(node.lineno, module, alias.name, in_function)
        elif is_import_call(node):
            argument = node.args[0]
            literal = argument.value if isinstance(argument, ast.Constant) else "(computed)"
            yield Import(node.lineno, str(literal), "", in_function)
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from imports(node, path, in_function or is_function)


def is_import_call(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not node.args:
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return called in {"import_module", "__import__"}


def returns_table(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.FunctionDef) and node.returns and "DataFrame" in ast.unparse(node.returns)
        for node in ast.walk(tree)
    )


def violations(path: str, source: str) -> list[str]:
    """What in a file goes against the table, one sentence each."""
    layer = next((layer for layer in LAYERS if fnmatch(path, layer.files)), None)
    if layer is None:
        return [f"{path} belongs to no layer"]
    tree = ast.parse(source)
    found = [
        f"{path}:{item.line} imports {item.full}: {reason}"
        for item in imports(tree, path)
        if (reason := objection(layer, path, item, tree))
    ]
    if path == "app.py" and len(source.splitlines()) > APP_LINES:
        found.append(f"app.py has more than {APP_LINES} lines")
    return found


def objection(layer: Layer, path: str, item: Import, tree: ast.AST) -> str | None:
    root = item.module.split(".")[0]
    if root in sys.stdlib_module_names:
        return None
    if item.is_within(layer.never):
        return f"{layer.files} never does"
    if item.is_within(layer.may_import):
        return None
    if item.is_within(layer.types_of):
        return None if item.name[:1].isupper() else "only classes and constants of it"
    if root in layer.for_tables:
        return None if returns_table(tree) else "only where a DataFrame is the result"
    if root in layer.only_in:
        module = path.removeprefix(layer.home).removesuffix(".py")
        if not any(fnmatch(module, pattern) for pattern in layer.only_in[root]):
            return f"only {', '.join(sorted(layer.only_in[root]))} may"
        if root in layer.inside_functions and not item.in_function:
            return "it is slow, so only inside the function that needs it"
        return None
    return f"{layer.files} may not"


CODE = sorted(
    path.relative_to(ROOT).as_posix()
    for place in ("*.py", "pages/**/*.py", "kseg_core/**/*.py")
    for path in ROOT.glob(place)
)


@pytest.mark.parametrize("path", CODE)
def test_imports_follow_the_table(path):
    assert violations(path, (ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("kseg_core/elbow.py", "import math\nimport numpy as np\nfrom kseg_core.kmeans import segment"),
        ("kseg_core/elbow.py", "import pandas as pd\ndef table() -> pd.DataFrame: ..."),
        ("kseg_core/engine/cv_kmeans.py", "import cv2"),
        ("kseg_core/decode.py", "import cv2\nfrom PIL import Image\nimport pillow_heif"),
        ("kseg_core/samples.py", "def cat():\n    import skimage.data"),
        (
            "kseg_core/figures/panels.py",
            "import plotly.graph_objects as go\nfrom kseg_core import Segmentation",
        ),
        ("pages/_ui/state.py", "from streamlit.runtime import exists\nfrom kseg_core.figures import panels"),
        (
            "pages/elbow.py",
            "import streamlit as st\nfrom pages._ui import state\nfrom pages._ui.cache import sweep",
        ),
        (
            "pages/elbow.py",
            "from kseg_core.figures.curves import elbow_figure\nfrom kseg_core import K_MAX, ElbowCurve",
        ),
        (
            "app.py",
            "import streamlit as st\nfrom kseg_core.errors import KsegError\nfrom pages._ui import layout",
        ),
    ],
)
def test_checker_accepts_what_the_table_allows(path, source):
    assert violations(path, source) == []


@pytest.mark.parametrize(
    ("path", "source", "culprit"),
    [
        ("kseg_core/kmeans.py", "import streamlit as st", "streamlit"),
        ("kseg_core/kmeans.py", "def late():\n    from streamlit import cache_data", "streamlit.cache_data"),
        ("kseg_core/kmeans.py", "import importlib\nst = importlib.import_module('streamlit')", "streamlit"),
        (
            "kseg_core/kmeans.py",
            "import importlib\ndef any(name): importlib.import_module(name)",
            "(computed)",
        ),
        ("kseg_core/kmeans.py", "if TYPE_CHECKING:\n    import plotly", "plotly"),
        ("kseg_core/kmeans.py", "from PIL import Image", "PIL.Image"),
        ("kseg_core/kmeans.py", "import pandas as pd\ndef count() -> int: ...", "pandas"),
        ("kseg_core/kmeans.py", "from kseg_core import figures", "kseg_core.figures"),
        (
            "kseg_core/kmeans.py",
            "from kseg_core.figures.panels import panels",
            "kseg_core.figures.panels.panels",
        ),
        ("kseg_core/kmeans.py", "from . import figures", "kseg_core.figures"),
        ("kseg_core/__init__.py", "from .figures import panels", "kseg_core.figures.panels"),
        ("kseg_core/kmeans.py", "from pages._ui import state", "pages._ui.state"),
        ("kseg_core/histogram.py", "import cv2", "cv2"),
        ("kseg_core/image.py", "import pillow_heif", "pillow_heif"),
        ("kseg_core/samples.py", "import skimage.data", "skimage.data"),
        ("kseg_core/export.py", "def late():\n    import skimage", "skimage"),
        ("kseg_core/figures/panels.py", "import cv2", "cv2"),
        ("kseg_core/figures/panels.py", "import streamlit", "streamlit"),
        ("pages/_ui/state.py", "import numpy as np", "numpy"),
        ("pages/_ui/state.py", "from pages.elbow import show", "pages.elbow.show"),
        ("pages/elbow.py", "import numpy as np", "numpy"),
        ("pages/elbow.py", "import plotly.graph_objects as go", "plotly.graph_objects"),
        ("pages/elbow.py", "import cv2", "cv2"),
        ("pages/elbow.py", "from kseg_core import segment", "kseg_core.segment"),
        ("pages/elbow.py", "import kseg_core", "kseg_core"),
        ("app.py", "from kseg_core.image import RgbImage", "kseg_core.image.RgbImage"),
        ("app.py", "import pages.elbow", "pages.elbow"),
    ],
)
def test_checker_names_what_the_table_forbids(path, source, culprit):
    found = violations(path, source)
    assert len(found) == 1
    assert f"imports {culprit}:" in found[0]


def test_checker_wants_a_layer_for_every_file():
    assert violations("helpers.py", "") == ["helpers.py belongs to no layer"]


def test_checker_counts_the_lines_of_the_app():
    assert violations("app.py", "x = 1\n" * APP_LINES) == []
    assert violations("app.py", "x = 1\n" * (APP_LINES + 1)) == ["app.py has more than 60 lines"]
