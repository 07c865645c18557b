import csv
import io
import json
import zipfile

import numpy as np

from kseg_core.export.archive import write_archive
from kseg_core.export.file_names import unique_stems
from kseg_core.export.palettes.formats import PALETTE_FORMATS
from kseg_core.export.several import (
    PhotoFailure,
    PhotoResult,
    segment_photo,
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
OUTCOMES = [segment_photo(*photo, SETTINGS, stem=stem) for photo, stem in zip(PHOTOS, STEMS, strict=True)]


def test_a_bad_file_is_named_and_does_not_stop_the_others() -> None:
    assert [outcome.name for outcome in OUTCOMES] == [name for name, _ in PHOTOS]
    assert [type(outcome) for outcome in OUTCOMES] == [PhotoResult, PhotoFailure, PhotoResult, PhotoFailure]
    failed = OUTCOMES[1]
    assert isinstance(failed, PhotoFailure)
    assert "not a picture" in failed.reason


def test_each_photo_has_the_result_it_has_alone() -> None:
    for (_, data), outcome in zip(PHOTOS, OUTCOMES, strict=True):
        if isinstance(outcome, PhotoFailure):
            continue
        alone = segment(decode_image(data), SETTINGS)
        assert np.array_equal(outcome.palette, alone.palette)
        assert np.allclose(outcome.shares, alone.shares)
        shown = rgba(outcome.files[0][1])
        there = alone.labels < 255
        assert np.array_equal(shown[there][:, :3], alone.palette[alone.labels[there]])
        assert not shown[~there].any()
        assert outcome.nbytes < 100_000


def test_all_files_go_into_one_archive() -> None:
    with zipfile.ZipFile(io.BytesIO(write_archive(several_files(OUTCOMES, SETTINGS)))) as archive:
        names = archive.namelist()
        table = list(csv.DictReader(io.StringIO(archive.read("palettes.csv").decode())))
        assert KMeansSettings(**json.loads(archive.read("settings.json"))) == SETTINGS
        failures = archive.read("not-read.txt").decode().splitlines()
    assert len({name.casefold() for name in names}) == len(names)
    assert [name for name in names if name.endswith("-k4.png")] == ["sea-k4.png", "Sea-2-k4.png"]
    palettes = [row for row in PALETTE_FORMATS if row.for_several]
    assert len([name for name in names if "-palette." in name]) == 2 * len(palettes) > 0
    assert [row["photo"] for row in table] == ["sea.jpg"] * 4 + ["Sea.png"] * 4
    assert [failure.split(":")[0] for failure in failures] == ["broken.png", "empty.jpg"]


def test_no_name_is_a_formula_in_a_spreadsheet() -> None:
    outcomes = [segment_photo("=1+1.png", PHOTOS[0][1], SETTINGS, stem="a")]
    files = dict(several_files(outcomes, SETTINGS))
    rows = csv.DictReader(io.StringIO(files["palettes.csv"].decode()))
    assert {row["photo"] for row in rows} == {"'=1+1.png"}
