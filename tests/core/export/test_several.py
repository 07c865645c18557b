import csv
import io
import json
import zipfile

import numpy as np
import pytest

from kseg_core.export.archive import write_archive
from kseg_core.export.file_names import unique_stems
from kseg_core.export.palettes.formats import PALETTE_FORMATS
from kseg_core.export.request import ExportRequest
from kseg_core.export.several import (
    Kept,
    PhotoFailure,
    photo_result,
    request_files,
    several_files,
)
from kseg_core.histogram import color_histogram
from kseg_core.image import RgbImage
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.measure import objects
from kseg_core.measure.classes import one_each
from kseg_core.measure.region import RegionShape, ShapeKind
from kseg_core.measure.ruler import Scale, Unit
from kseg_core.measure.series import class_model
from kseg_core.measure.settings import MeasureSettings
from kseg_core.measure.white_balance import WhitePoint
from kseg_core.reading.decode import decode_image
from kseg_core.recipe import parse_recipe
from tests.core.export.photo_files import jpeg, png
from tests.core.export.script_runs import rgba

SETTINGS = KMeansSettings(k=4, color_space="CIELAB")
PHOTOS = [
    ("sea.jpg", jpeg()),
    ("broken.png", b"no picture"),
    ("Sea.png", png(alpha=True)),
    ("empty.jpg", b""),
]
STEMS = unique_stems(name for name, _ in PHOTOS)
REQUESTS = [request_files(*photo, SETTINGS, stem=stem) for photo, stem in zip(PHOTOS, STEMS, strict=True)]


def test_a_bad_file_is_named_and_does_not_stop_the_others() -> None:
    assert [type(each) for each in REQUESTS] == [ExportRequest, PhotoFailure, ExportRequest, PhotoFailure]
    failed = REQUESTS[1]
    assert isinstance(failed, PhotoFailure)
    assert "not a picture" in failed.reason


def test_each_photo_has_the_result_it_has_alone() -> None:
    for (name, data), request in zip(PHOTOS, REQUESTS, strict=True):
        if isinstance(request, PhotoFailure):
            continue
        outcome = photo_result(request)
        assert outcome.name == name
        alone = segment(decode_image(data), SETTINGS)
        assert np.array_equal(outcome.palette, alone.palette)
        assert np.allclose(outcome.shares, alone.shares)
        shown = rgba(outcome.result.data)
        there = alone.labels < 255
        assert np.array_equal(shown[there][:, :3], alone.palette[alone.labels[there]])
        assert not shown[~there].any()
        assert outcome.nbytes < 100_000


def test_all_files_go_into_one_archive() -> None:
    with zipfile.ZipFile(io.BytesIO(write_archive(several_files(REQUESTS, SETTINGS)))) as archive:
        names = archive.namelist()
        table = list(csv.DictReader(io.StringIO(archive.read("palettes.csv").decode())))
        settings = json.loads(archive.read("settings.json"))["settings"]
        assert KMeansSettings(**settings) == SETTINGS
        assert "attempts" not in settings, "of the other engine"
        assert settings == json.loads(archive.read("sea-k4-settings.json"))["settings"]
        labels = np.load(io.BytesIO(archive.read("Sea-2-k4-labels.npy")))
        assert np.array_equal(labels, REQUESTS[2].edited.labels)
        assert {"masks/sea-k4-mask-01-" in name for name in archive.namelist()} == {True, False}
        assert "sea-k4-replay.py" in names
        failures = archive.read("not-read.txt").decode().splitlines()
    assert len({name.casefold() for name in names}) == len(names)
    assert [name for name in names if name.endswith("-k4.png")] == ["sea-k4.png", "Sea-2-k4.png"]
    palettes = [row for row in PALETTE_FORMATS if row.for_several]
    assert len([name for name in names if "-palette." in name]) == 2 * len(palettes) > 0
    assert [row["photo"] for row in table] == ["sea.jpg"] * 4 + ["Sea.png"] * 4
    assert [row["files"] for row in table] == ["sea"] * 4 + ["Sea-2"] * 4
    assert [failure.split(":")[0] for failure in failures] == ["broken.png", "empty.jpg"]


def test_no_name_is_a_formula_in_a_spreadsheet() -> None:
    files = dict(several_files([request_files("=1+1.png", PHOTOS[0][1], SETTINGS, stem="a")], SETTINGS))
    rows = csv.DictReader(io.StringIO(files["palettes.csv"].decode()))
    assert {row["photo"] for row in rows} == {"'=1+1.png"}


def kept(image: RgbImage, **settings: object) -> Kept:
    fitted = segment(image, SETTINGS)
    measure = MeasureSettings(classes=one_each(fitted.palette, fitted.members)[:2], **settings)
    model = class_model(fitted, color_histogram(image))
    return Kept(model=model, settings=measure, size=(image.width, image.height))


def test_a_measured_series_is_one_table_of_areas_and_one_of_objects() -> None:
    photo = decode_image(PHOTOS[0][1])
    series = kept(photo, scale=Scale(pixels_per_unit=2.0, unit=Unit.MILLIMETER))
    requests = [request_files(*each, series, stem=stem) for each, stem in zip(PHOTOS, STEMS, strict=True)]
    files = dict(several_files(requests, SETTINGS))
    areas = list(csv.DictReader(io.StringIO(files["areas.csv"].decode("utf-8-sig"))))
    assert [row["photo"] for row in areas] == ["sea.jpg"] * 3 + ["Sea.png"] * 3
    names = [*(each.name for each in series.settings.classes), "other"]
    assert [row["class"] for row in areas] == names * 2
    for row, pixels in zip(areas, segment(photo, SETTINGS).counts[:2].tolist(), strict=False):
        assert abs(int(row["pixels"]) / pixels - 1) < 0.01
        assert float(row["area (mm²)"]) == int(row["pixels"]) / 4
        assert row["colors fit"] == "yes"
        assert float(row["far colors"]) < 0.02
    found = list(csv.DictReader(io.StringIO(files["objects.csv"].decode("utf-8-sig"))))
    for row in areas:
        counted = [each for each in found if (each["photo"], each["class"]) == (row["photo"], row["class"])]
        assert len(counted) == int(row["objects"])
    recipe = parse_recipe(files["recipe.json"].decode())
    assert recipe.measure == series.settings
    assert np.array_equal(np.float32(recipe.centroids), series.model.fitted.centers)
    assert {"sea-k4-classes.png", "Sea-2-k4-classes.png", "sea-k4-replay.py", "not-read.txt"} < files.keys()


def test_what_a_gallery_shows_of_a_measured_photo() -> None:
    photo = decode_image(PHOTOS[0][1])
    request = request_files(*PHOTOS[2], kept(photo), stem="Sea")
    assert isinstance(request, ExportRequest)
    outcome = photo_result(request)
    assert outcome.numbers is not None
    assert outcome.shares.tolist() == outcome.numbers["share"].tolist()
    assert abs(outcome.shares.sum() - 1) < 1e-9
    shown = rgba(outcome.result.data)[request.measured.class_map == 1]
    assert (shown[:, :3] == outcome.palette[1]).all()


def test_a_region_of_another_size_is_said_and_not_used() -> None:
    inside = RegionShape(kind=ShapeKind.RECTANGLE, points=((0, 0), (3, 3)))
    series = kept(decode_image(PHOTOS[0][1]), region=(inside,))
    same = request_files(*PHOTOS[0], series, stem="a")
    assert isinstance(same, ExportRequest)
    assert same.measured.areas.measured == 16
    other = request_files("turned.jpg", jpeg(orientation=6), series, stem="b")
    assert isinstance(other, PhotoFailure)
    assert "66 × 90 pixels" in other.reason


def test_a_white_balance_is_told_in_the_table_and_the_scripts_read_balanced_pixels() -> None:
    photo = decode_image(PHOTOS[0][1])
    point = WhitePoint(x=2, y=2)
    request = request_files(*PHOTOS[0], kept(photo), stem="sea", point=point)
    assert isinstance(request, ExportRequest)
    assert np.ptp(request.image.pixels[2, 2].astype(int)) <= 1
    assert photo_result(request).numbers["white balance"] == ["gray point at 2, 2"] * 3
    assert "colors balanced by the gray point at 2, 2" in photo_result(request).notes
    assert not request.image.prepared.has_pixels_of_file
    outside = request_files(*PHOTOS[0], kept(photo), stem="sea", point=WhitePoint(x=9999, y=0))
    assert isinstance(outside, PhotoFailure)


def test_areas_are_told_where_objects_cannot_be_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "CHANGES_MAX", 1)
    request = request_files(*PHOTOS[0], kept(decode_image(PHOTOS[0][1])), stem="sea")
    files = dict(several_files([request], SETTINGS))
    rows = list(csv.DictReader(io.StringIO(files["areas.csv"].decode("utf-8-sig"))))
    assert [row["objects"] for row in rows] == [""] * 3
    assert sum(int(row["pixels"]) for row in rows) == request.image.n_opaque
    assert "objects.csv" not in files
    assert "too many small pieces" in photo_result(request).notes[-1]
