"""A color space is one row of one table: no other module knows one by name."""

import ast
from pathlib import Path

import cv2
import numpy as np
import pytest

from kseg_core import ColorSpace, KMeansSettings, color_histogram, segment
from kseg_core.cloud.points import CloudKind, color_cloud
from kseg_core.cloud.shapes import CLOUD_SHAPES, shape_of
from kseg_core.cloud.view_data import pack_clusters, pack_shape
from kseg_core.color_spaces import to_space
from kseg_core.export import script_parts
from kseg_core.steps.scene import photo_scene
from pages._ui.declarations.cluster import COLOR_SPACES
from tests.core.pictures import color_grid, noise

ROOT = Path(__file__).resolve().parents[1]
DEFAULT = "RGB"
MAY_NAME = {
    "kseg_core/address/parameters.py": "has those that are compared at first",
    "kseg_core/ciede2000.py": "measured in CIELAB by its definition",
    "kseg_core/edits/cluster_table.py": "has a column of CIELAB and one of HSV",
    "kseg_core/kmeans/swatches.py": "measures how vivid a color is by its chroma in OKLab",
    "kseg_core/methods/": "has methods that work in one space only",
    "kseg_core/rendering/paint.py": "chooses label colors by their lightness in CIELAB",
    "pages/_ui/declarations/": "has examples in certain spaces",
}


def named_spaces(module: Path) -> set[str]:
    """Members of `ColorSpace` and names of spaces and shapes that a module has in its code."""
    members = ColorSpace.__members__
    names = ({str(space) for space in ColorSpace} | set(CLOUD_SHAPES)) - {DEFAULT}
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        match node:
            case ast.Attribute(value=ast.Name(id="ColorSpace"), attr=member) if member in members:
                found.add(member)
            case ast.Constant(value=str(text)) if text in names:
                found.add(text)
    return found - {DEFAULT}


def test_no_other_module_knows_a_space_by_name():
    modules = {
        module.relative_to(ROOT).as_posix(): module
        for package in ("kseg_core", "pages")
        for module in (ROOT / package).rglob("*.py")
    }
    others = {
        name: found
        for name, module in modules.items()
        if name != "kseg_core/color_spaces.py" and not name.startswith(tuple(MAY_NAME))
        for found in [named_spaces(module)]
        if found
    }
    assert others == {}
    assert named_spaces(modules["kseg_core/color_spaces.py"])


@pytest.mark.parametrize("space", ColorSpace)
def test_a_script_converts_as_the_app_does(space: ColorSpace):
    known = {"np": np, "cv2": cv2}
    exec(script_parts.coordinates(space), known)
    np.testing.assert_array_equal(known["coordinates"](color_grid(5)), to_space(color_grid(5), space))


@pytest.mark.parametrize("space", ColorSpace)
def test_every_space_can_be_clustered_and_drawn(space: ColorSpace):
    image = noise(12, 12)
    histogram = color_histogram(image)
    cloud = color_cloud(histogram, CloudKind.COLORS)
    result = segment(image, KMeansSettings(k=3, color_space=str(space)))
    assert result.settings.color_space is space
    for shape in CLOUD_SHAPES.values():
        assert pack_clusters(cloud, histogram, result, shape)
    assert pack_shape(cloud, shape_of(space))
    assert [axis.title for axis in photo_scene(image, histogram, space).axes] == [
        axis.title for axis in space.definition.axes
    ]


@pytest.mark.parametrize("space", ColorSpace)
def test_people_are_told_of_every_space(space: ColorSpace):
    assert f"**{space}**: {space.definition.about}." in COLOR_SPACES.answer
    assert "{" not in COLOR_SPACES.answer
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for shape in (shape for shape in CLOUD_SHAPES.values() if shape.space is space):
        assert all(word in readme for word in str(shape).split())
