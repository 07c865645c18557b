"""Every row of the table: its file's content, its place in the ZIP, and that nothing else knows it."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from kseg_core.encoding.pictures import encode_label_map
from kseg_core.export.export_file import ExportFile, ExportGroup
from kseg_core.export.request import ExportRequest, opencv_reads_alike
from kseg_core.export.table import EXPORT_FILES, export_zip
from kseg_core.image import NO_LABEL, RgbImage
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.segmentation import Segmentation
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.measure.measured import Measured, measure
from kseg_core.reading.decode import decode_image
from kseg_core.recipe import parse_recipe
from tests.core.export.palettes.readers import READ_COLORS, read_csv
from tests.core.export.photo_files import jpeg, png
from tests.core.export.requests import LINK, Logged, export_request
from tests.core.export.script_runs import Run, differing_pixels, rgba

REPOSITORY = Path(__file__).parents[3]
SECRETS = (b"Secret Camera", b"Exif", b"GPS")
ROWS = pytest.mark.parametrize("row", EXPORT_FILES, ids=lambda row: row.ending)


@pytest.fixture(scope="module")
def request_of_all() -> ExportRequest:
    """Of a picture with holes, so that there is every file."""
    return export_request(png(alpha=True))


@pytest.fixture(scope="module")
def everything(request_of_all: ExportRequest) -> dict[str, bytes]:
    return unpacked(export_zip(request_of_all))


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def painted(edited: Segmentation) -> np.ndarray:
    colors = np.zeros((256, 4), np.uint8)
    colors[: edited.n_clusters] = np.insert(edited.palette, 3, 255, axis=1)
    return colors[edited.labels]


def in_the_alpha_of(image: RgbImage, edited: Segmentation) -> np.ndarray:
    shown = painted(edited)
    assert image.alpha is not None
    shown[..., 3] = np.where(edited.labels == NO_LABEL, 0, image.alpha)
    return shown


def check_exact_picture(data: bytes, request: ExportRequest, folder: Path) -> None:
    np.testing.assert_array_equal(rgba(data), in_the_alpha_of(request.image, request.edited))


def check_palette_picture(data: bytes, request: ExportRequest, folder: Path) -> None:
    shown, exact = rgba(data), in_the_alpha_of(request.image, request.edited)
    np.testing.assert_array_equal(shown[..., :3], exact[..., :3])
    np.testing.assert_array_equal(shown[..., 3] == 0, exact[..., 3] == 0)
    assert np.all(shown[exact[..., 3] == 255, 3] == 255)
    steps = 255 // request.edited.n_clusters
    assert np.abs(shown[..., 3].astype(int) - exact[..., 3]).max() <= np.ceil(127 / (steps - 1) / 2)


def check_jpeg(data: bytes, request: ExportRequest, folder: Path) -> None:
    expected = painted(request.edited)
    expected[expected[..., 3] == 0] = 255
    assert np.abs(rgba(data).astype(int) - expected).mean() < 9


def check_cut_out(data: bytes, request: ExportRequest, folder: Path) -> None:
    alpha = np.where(np.isin(request.edited.labels, request.picked), request.image.alpha, 0)
    np.testing.assert_array_equal(rgba(data)[..., 3], alpha)
    np.testing.assert_array_equal(rgba(data)[alpha > 0][:, :3], request.image.pixels[alpha > 0])


def check_objects_cut_out(data: bytes, request: ExportRequest, folder: Path) -> None:
    objects = measured(request).objects
    assert objects is not None
    assert (rgba(data)[..., 3] > 0).sum() == objects.areas[0]


def check_masks(data: bytes, request: ExportRequest, folder: Path) -> None:
    masks = [np.asarray(Image.open(io.BytesIO(mask))) for mask in unpacked(data).values()]
    for label, mask in enumerate(masks):
        np.testing.assert_array_equal(mask, 255 * (request.edited.labels == label))
    assert len(masks) == request.edited.n_clusters


def check_label_map(data: bytes, request: ExportRequest, folder: Path) -> None:
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(data))), request.edited.labels)


def check_label_array(data: bytes, request: ExportRequest, folder: Path) -> None:
    np.testing.assert_array_equal(np.load(io.BytesIO(data)), request.edited.labels)


def check_svg(data: bytes, request: ExportRequest, folder: Path) -> None:
    root = ElementTree.fromstring(data)
    paths = list(root.iter("{http://www.w3.org/2000/svg}path"))
    assert tuple(path.get("fill") for path in paths) == request.swatches.hexes


def check_palette(data: bytes, request: ExportRequest, suffix: str) -> None:
    colors = [tuple(color) for color in request.edited.palette.tolist()]
    assert READ_COLORS[suffix](data) == colors


def check_cluster_table(data: bytes, request: ExportRequest, folder: Path) -> None:
    rows = read_csv(data)
    assert [row["hex"] for row in rows] == list(request.swatches.hexes)
    assert [int(row["pixels"]) for row in rows] == request.edited.counts.tolist()
    assert all(
        number.replace(".", "").replace("-", "").isdigit()
        for row in rows
        for name, number in row.items()
        if "name" not in name and name != "hex"
    )


def check_report(data: bytes, request: ExportRequest, folder: Path) -> None:
    assert all(code in data.decode() for code in request.swatches.hexes)


def check_settings(data: bytes, request: ExportRequest, folder: Path) -> None:
    assert KMeansSettings(**json.loads(data)["settings"]) == request.edited.settings


def check_recipe(data: bytes, request: ExportRequest, folder: Path) -> None:
    recipe = parse_recipe(data.decode())
    assert (recipe.settings, recipe.edits) == (request.edited.settings, request.edited.edits)
    assert recipe.measure == measured(request).settings
    np.testing.assert_array_equal(recipe.centroids, request.segmentation.centers)


def measured(request: ExportRequest) -> Measured:
    assert request.measured is not None
    return request.measured


def check_areas(data: bytes, request: ExportRequest, folder: Path) -> None:
    assert [int(row["pixels"]) for row in read_csv(data)] == measured(request).areas.pixels.tolist()


def check_objects(data: bytes, request: ExportRequest, folder: Path) -> None:
    objects = measured(request).objects
    assert objects is not None
    assert [int(row["pixels"]) for row in read_csv(data)] == objects.areas.tolist()


def check_numbered(data: bytes, request: ExportRequest, folder: Path) -> None:
    objects = measured(request).objects
    assert objects is not None
    changed = (opened(data) != request.image.pixels).any(axis=2) & (request.image.alpha == 255)
    assert 0 < changed.mean() < 0.9
    left, top, _, _ = objects.boxes[0]
    x = left + int((objects.numbers[top, left:] == objects.ids[0]).argmax())
    assert opened(data)[top, x].tolist() in ([255] * 3, [0] * 3)


def check_class_image(data: bytes, request: ExportRequest, folder: Path) -> None:
    shown = np.where(request.edited.labels == NO_LABEL, 0, measured(request).class_map + 1)
    np.testing.assert_array_equal(opened(data), shown)


def check_object_image(data: bytes, request: ExportRequest, folder: Path) -> None:
    objects = measured(request).objects
    assert objects is not None
    areas = np.bincount(opened(data).ravel(), minlength=objects.n_objects + 1)[1:]
    np.testing.assert_array_equal(areas, objects.areas)


def opened(data: bytes) -> np.ndarray:
    is_array = data.startswith(b"\x93NUMPY")
    return np.load(io.BytesIO(data)) if is_array else np.asarray(Image.open(io.BytesIO(data)))


def check_json_of_objects(data: bytes, request: ExportRequest, folder: Path) -> None:
    content = json.loads(data)
    objects = measured(request).objects
    assert objects is not None
    assert len(content.get("features", content.get("annotations"))) == objects.n_objects


def check_rois(data: bytes, request: ExportRequest, folder: Path) -> None:
    objects = measured(request).objects
    assert objects is not None
    assert len({name[:5] for name in unpacked(data)}) == objects.n_objects


def check_replay(data: bytes, request: ExportRequest, folder: Path) -> None:
    edited = request.edited
    page = encode_label_map(edited.labels, edited.palette, alpha=request.image.alpha).data
    check_script(data, request, rgba(page), folder)


def check_tutorial(data: bytes, request: ExportRequest, folder: Path) -> None:
    result = segment(request.image, KMeansSettings(k=5, engine="opencv"))
    check_script(data, request, in_the_alpha_of(request.image, result), folder)


def check_script(data: bytes, request: ExportRequest, page: np.ndarray, folder: Path) -> None:
    assert "'photo-working.png'" in data.decode()
    working = next(row for row in EXPORT_FILES if row.name(request) == "photo-working.png").make(request)
    run = Run(
        about="script",
        script=data.decode(),
        file=working,
        suffix=".png",
        page=page,
    )
    assert differing_pixels([run], folder) == {"script": 0}


def check_working(data: bytes, request: ExportRequest, folder: Path) -> None:
    assert opencv_reads_alike(data, decode_image(data))
    there = request.image.opaque
    np.testing.assert_array_equal(decode_image(data).pixels[there], request.image.pixels[there])


CONTENT: dict[str, Callable[[bytes, ExportRequest, Path], None]] = {
    ".png": check_palette_picture,
    ".jpg": check_jpeg,
    ".webp": check_exact_picture,
    "-cut-out.png": check_cut_out,
    "-masks.zip": check_masks,
    "-labels.png": check_label_map,
    "-labels.npy": check_label_array,
    ".svg": check_svg,
    "-clusters.csv": check_cluster_table,
    "-report.html": check_report,
    "-settings.json": check_settings,
    "-recipe.json": check_recipe,
    "-areas.csv": check_areas,
    "-objects.csv": check_objects,
    "-cut-objects.png": check_objects_cut_out,
    "-numbered.png": check_numbered,
    "-classes.png": check_class_image,
    "-classes.npy": check_class_image,
    "-objects.png": check_object_image,
    "-objects.npy": check_object_image,
    "-objects.geojson": check_json_of_objects,
    "-coco.json": check_json_of_objects,
    "-rois.zip": check_rois,
    "-replay.py": check_replay,
    "-tutorial.py": check_tutorial,
    "-working.png": check_working,
}
"""What must be in the file of each row; a new row needs a check here. Palettes are read back by suffix."""


@ROWS
def test_the_content_of_every_file_is_the_result(
    row: ExportFile, request_of_all: ExportRequest, tmp_path: Path
) -> None:
    data = row.make(request_of_all)
    if row.ending.startswith("-palette."):
        check_palette(data, request_of_all, row.ending.removeprefix("-palette."))
    else:
        CONTENT[row.ending](data, request_of_all, tmp_path)


@ROWS
def test_every_file_says_what_it_is(row: ExportFile, request_of_all: ExportRequest) -> None:
    assert row.label
    assert row.icon
    assert row.help_for(request_of_all)
    assert "/" in row.mime


def test_names_endings_and_labels_tell_files_apart() -> None:
    for column in ("ending", "label"):
        assert len({getattr(row, column) for row in EXPORT_FILES}) == len(EXPORT_FILES)


def test_the_zip_holds_every_file(everything: dict[str, bytes], request_of_all: ExportRequest) -> None:
    expected: dict[str, bytes] = {}
    for row in EXPORT_FILES:
        data = row.make(request_of_all)
        files = {row.name(request_of_all): data} if row.unpacked is None else unpacked(data)
        expected |= {row.folder + name: content for name, content in files.items()}
    assert everything == expected
    assert len([name for name in everything if name.startswith("masks/")]) == request_of_all.edited.n_clusters
    assert {name for name in everything if name.startswith("palette/")}


def test_the_zip_holds_one_file_beside_it(
    monkeypatch: pytest.MonkeyPatch, request_of_all: ExportRequest
) -> None:
    log: list[str] = []
    rows = [
        replace(EXPORT_FILES[0], make=lambda _, letter=letter: Logged.made(letter, log), ending=letter)
        for letter in "abc"
    ]
    monkeypatch.setattr("kseg_core.export.table.EXPORT_FILES", rows)
    export_zip(request_of_all)
    assert log == [f"{what} {letter}" for letter in "abc" for what in ("make", "drop")]


@pytest.mark.parametrize(
    ("changes", "left_out"),
    [
        ({"picked": ()}, {"-cut-out.png"}),
        ({"measured": None}, {row.ending for row in EXPORT_FILES if row.group is ExportGroup.MEASUREMENTS}),
        ({"chosen": ()}, {"-cut-objects.png"}),
        ({"photo_file": "mine.png"}, {"-working.png"}),
        ({"image": RgbImage(pixels=np.zeros((1, 16_384, 3), np.uint8))}, {".webp"}),
        ({"image": RgbImage(pixels=np.zeros((65_501, 1, 3), np.uint8))}, {".jpg", ".webp"}),
    ],
)
def test_what_a_result_has_no_file_for_is_left_out_and_says_why(
    changes: dict[str, object], left_out: set[str], request_of_all: ExportRequest
) -> None:
    request = replace(request_of_all, **changes)
    missing = [row for row in EXPORT_FILES if row.why_not(request)]
    assert {row.ending for row in missing} == left_out
    for row in missing:
        assert list(row.for_zip(request)) == []
        assert row.help_for(request) == row.why_not(request)


def test_more_objects_than_a_file_holds_are_refused_in_a_sentence(request_of_all: ExportRequest) -> None:
    objects = measured(request_of_all).objects
    assert objects is not None
    rows = np.zeros(70_000, np.int64)
    many = replace(objects, **{name: values[rows] for name, values in objects.columns.items()})
    request = replace(request_of_all, measured=replace(measured(request_of_all), objects=many))
    refused = [row.ending for row in EXPORT_FILES if row.why_not(request).startswith("These are 70,000")]
    assert refused == ["-objects.png", "-objects.geojson", "-coco.json", "-rois.zip"]


def test_areas_are_taken_away_where_objects_cannot_be_told_apart(
    request_of_all: ExportRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kseg_core.measure.objects.CHANGES_MAX", 0)
    settings = measured(request_of_all).settings
    request = replace(request_of_all, measured=measure(request_of_all.image, request_of_all.edited, settings))
    why = {row.ending: row.why_not(request) for row in EXPORT_FILES}
    assert "too many small pieces" in why["-objects.csv"]
    assert "too many small pieces" in why["-numbered.png"]
    assert not why["-areas.csv"]
    (areas,) = [row.make(request) for row in EXPORT_FILES if row.ending == "-areas.csv"]
    assert {row["objects"] for row in read_csv(areas)} == {""}
    (report,) = [row.make(request).decode() for row in EXPORT_FILES if row.ending == "-report.html"]
    assert "too many small pieces" in report


@ROWS
def test_the_link_is_in_the_files_that_say_so_and_in_no_others(
    row: ExportFile, request_of_all: ExportRequest
) -> None:
    marked = replace(request_of_all, link=f"{LINK}&mark=here")
    assert (row.make(marked) != row.make(request_of_all)) == row.has_link


@ROWS
def test_kept_files_do_not_depend_on_what_is_picked(row: ExportFile, request_of_all: ExportRequest) -> None:
    if row.is_kept:
        assert row.make(replace(request_of_all, picked=(1,))) == row.make(request_of_all)


def test_nothing_carries_the_exif_of_the_upload() -> None:
    data = jpeg(orientation=3)
    assert all(secret in data for secret in SECRETS[:2])
    assert opencv_reads_alike(data, decode_image(data))
    files = unpacked(export_zip(export_request(data, photo_file="it's.jpg")))
    for name, content in files.items():
        assert not any(secret in content for secret in SECRETS)
        if name.endswith((".png", ".jpg", ".webp")):
            with Image.open(io.BytesIO(content)) as picture:
                assert not picture.getexif()
                assert {"exif", "xmp", "icc_profile", "comment", "dpi"}.isdisjoint(picture.info)
    assert '"it\'s.jpg"' in files["photo-k4-replay.py"].decode()


def test_no_second_module_names_a_file() -> None:
    """A second list of files would name their endings or labels again: dialog and ZIP walk over the table."""
    folders = ("kseg_core/export", "pages/_ui/detail", "pages/_ui/several")
    modules = [path for folder in folders for path in (REPOSITORY / folder).glob("*.py")]
    names = [row.ending for row in EXPORT_FILES if row.ending.startswith("-")]
    names += [f'"{row.label}"' for row in EXPORT_FILES if " " in row.label]
    places = {name: [path.name for path in modules if name in path.read_text()] for name in names}
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
