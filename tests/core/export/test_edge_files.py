import io
import json
from dataclasses import replace

import numpy as np
from PIL import Image

from kseg_core import KMeansSettings, RgbImage, segment
from kseg_core.canny.edge_drawing import EdgeDrawing, EdgeView
from kseg_core.canny.edge_recipe import EdgeRecipe, edges_by_recipe
from kseg_core.canny.settings import CannySettings
from kseg_core.canny.thresholds import ThresholdMethod
from kseg_core.export.edge_files import EDGE_FILES, EDGE_MAP, SCRIPT_PICTURE, EdgeRequest
from kseg_core.recipe import Recipe, parse_recipe
from kseg_core.rendering.paint import clustered_picture

BLOCKS = np.kron(np.eye(6, dtype=np.uint8)[..., None], np.ones((5, 6, 1), np.uint8))
IMAGE = RgbImage(pixels=BLOCKS * np.array([200, 90, 30], np.uint8))
SETTINGS = KMeansSettings(k=2)
EDGES = EdgeRecipe(settings=CannySettings(0, 0), rule=ThresholdMethod.OTSU, of_clusters=True)


def edge_request(*, of_clusters: bool, edges: EdgeRecipe = EDGES) -> EdgeRequest:
    clustered = segment(IMAGE, SETTINGS) if of_clusters else None
    picture = IMAGE if clustered is None else clustered_picture(IMAGE, clustered)
    return EdgeRequest(
        image=IMAGE,
        edge_map=edges_by_recipe(picture, EDGES),
        clustered=clustered,
        recipe=Recipe(settings=SETTINGS, edges=edges),
        title="a.png",
        stem="a",
    )


def opened(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def test_every_file_of_edges_has_a_name_of_its_own_that_tells_of_clusters() -> None:
    for of_clusters, stem in ((False, "a"), (True, "a-k2")):
        names = [file.name(edge_request(of_clusters=of_clusters)) for file in EDGE_FILES]
        assert len(set(names)) == len(EDGE_FILES)
        assert {name.removeprefix(stem) for name in names} == {file.ending for file in EDGE_FILES}


def test_the_files_hold_the_edges_and_what_made_them() -> None:
    request = edge_request(of_clusters=True)
    files = {file.ending: file.make(request) for file in EDGE_FILES}
    edges = request.edge_map.edges
    assert request.edge_map.n_edges
    np.testing.assert_array_equal(opened(files[EDGE_MAP.ending])[..., 0], edges)
    painted = clustered_picture(IMAGE, request.clustered).pixels
    np.testing.assert_array_equal(opened(files[SCRIPT_PICTURE.ending]), painted)
    assert parse_recipe(files["-recipe.json"]).edges == EDGES
    contours = json.loads(files["-contours.json"])
    assert contours["settings"]["high"] == request.edge_map.settings.high > 0
    assert contours["clusters"]["k"] == SETTINGS.k
    assert "a-k2.png" in files["-edges.py"].decode()
    assert files["-edges.svg"].startswith(b"<svg")


def test_the_files_draw_edges_as_the_recipe_says() -> None:
    black = replace(EDGES, drawing=EdgeDrawing(view=EdgeView.BLACK_ON_WHITE))
    request = edge_request(of_clusters=False, edges=black)
    np.testing.assert_array_equal(opened(EDGE_MAP.make(request))[..., 0], 255 - request.edge_map.edges)
    over = replace(EDGES, drawing=EdgeDrawing(view=EdgeView.OVER_PHOTO, color=(1, 2, 3), width=3))
    request = edge_request(of_clusters=False, edges=over)
    np.testing.assert_array_equal(opened(EDGE_MAP.make(request))[..., 0], request.edge_map.edges)
    (svg,) = (file.make(request).decode() for file in EDGE_FILES if file.ending == "-edges.svg")
    assert "#010203" in svg
    assert 'stroke-width="3"' in svg


def test_the_picture_for_the_script_is_the_photo_where_edges_are_those_of_the_photo() -> None:
    request = edge_request(of_clusters=False)
    np.testing.assert_array_equal(opened(SCRIPT_PICTURE.make(request)), IMAGE.pixels)
