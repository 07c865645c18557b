import csv
import io
import json
import zipfile

import numpy as np

from kseg_core.export.archive import write_archive
from kseg_core.export.file_names import unique_stems
from kseg_core.export.palettes.formats import PALETTE_FORMATS
from kseg_core.export.request import ExportRequest
from kseg_core.export.several import (
    PhotoFailure,
    photo_result,
    request_files,
    several_files,
)
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import KMeansSettings
from kseg_core.reading.decode import decode_image
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
