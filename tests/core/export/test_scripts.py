"""The exported scripts, run in a clean interpreter, give the pixels of the page's PNG."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kseg_core.color_spaces import ColorSpace
from kseg_core.edits.edited import edit_result
from kseg_core.encoding.pictures import encode_label_map, encode_lossless
from kseg_core.export.replay import replay_script
from kseg_core.export.request import opencv_reads_alike
from kseg_core.export.result_files import encode_result_webp
from kseg_core.export.tutorial import tutorial_script
from kseg_core.framing import WHOLE, Framing
from kseg_core.image import RgbImage
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.segment import segment
from kseg_core.kmeans.settings import Criteria, Engine, Init, KMeansSettings
from kseg_core.reading.decode import decode_image
from tests.core.export.photo_files import jpeg, png, scene
from tests.core.export.script_runs import Run, differing_pixels, rgba
from tests.core.pictures import noise, picture

EDITS = PaletteEdits(merges=((1, 3), (0, 4)), replacements=((2, (1, 2, 3)), (3, (250, 0, 250))))
FILES = {
    "JPEG": (jpeg(), ".jpg"),
    "turned JPEG": (jpeg(orientation=6), ".jpg"),
    "PNG with alpha": (png(alpha=True), ".png"),
}


def replay_run(
    about: str,
    file: bytes,
    suffix: str,
    settings: KMeansSettings,
    edits: PaletteEdits | None = None,
    framing: Framing = WHOLE,
) -> Run:
    image = decode_image(file).frame(framing)
    assert opencv_reads_alike(file, image)
    result = segment(image, settings)
    edited = edit_result(image, result, edits or PaletteEdits())
    script = replay_script(image, result, edited, file_name=f"it's{suffix}", framing=framing)
    assert "kseg" not in script
    assert len(script.splitlines()) <= 150
    page = encode_label_map(edited.labels, edited.palette, alpha=image.alpha)
    return Run(about=about, script=script, file=file, suffix=suffix, page=rgba(page.data))


def tutorial_run(
    about: str, file: bytes, suffix: str, settings: KMeansSettings, framing: Framing = WHOLE
) -> Run:
    image = decode_image(file).frame(framing)
    assert opencv_reads_alike(file, image)
    result = segment(image, dataclasses.replace(settings, engine=Engine.OPENCV))
    script = tutorial_script(image, settings, file_name=f"it's{suffix}", framing=framing)
    assert "kseg" not in script
    assert len(script.splitlines()) <= 94
    page = encode_result_webp(result.labels, result.palette, image.alpha)
    return Run(about=about, script=script, file=file, suffix=suffix, page=rgba(page))


def assert_all_equal(runs: list[Run], folder: Path) -> None:
    found = differing_pixels(runs, folder)
    assert found == dict.fromkeys((run.about for run in runs), 0)
    assert len(found) == len(runs)


def test_replay_equals_the_page_for_every_file_space_and_engine(tmp_path: Path) -> None:
    runs = [
        replay_run(
            f"{name}, {space}, {engine}, {weight}",
            file,
            suffix,
            KMeansSettings(k=5, color_space=space, engine=engine, position_weight=weight, attempts=2),
            EDITS if space is ColorSpace.HSV_CIRCULAR else None,
        )
        for name, (file, suffix) in FILES.items()
        for space in (ColorSpace if name == "JPEG" else (ColorSpace.RGB,))
        for engine in Engine
        for weight in ((0.0, 0.7) if space in (ColorSpace.RGB, ColorSpace.CIELUV) else (0.0,))
    ]
    assert_all_equal(runs, tmp_path)


def test_scripts_turn_and_crop_the_file_as_the_page_does(tmp_path: Path) -> None:
    settings, runs = KMeansSettings(k=4, position_weight=0.5, attempts=2), []
    for (name, (file, suffix)), quarter_turns in zip(FILES.items(), (1, 2, 3), strict=True):
        framing = Framing(quarter_turns=quarter_turns, crop=(3, 5, 50, 51))
        runs.append(replay_run(f"replay {name}", file, suffix, settings, framing=framing))
        runs.append(tutorial_run(f"tutorial {name}", file, suffix, settings, framing))
    assert_all_equal(runs, tmp_path)


def test_replay_carries_merges_colors_and_specks(tmp_path: Path) -> None:
    runs = []
    for name, (file, suffix) in FILES.items():
        for specks in (2, 60, 10_000):
            for merges in ((), ((1, 2), (3, 5))):
                edits = PaletteEdits(merges=merges, replacements=((3, (9, 8, 7)),), specks=specks)
                settings = KMeansSettings(k=6, seed=specks)
                runs.append(replay_run(f"{name}, {edits}", file, suffix, settings, edits))
    assert_all_equal(runs, tmp_path)


def test_replay_removes_very_many_specks_as_the_page_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kseg_core.edits.specks.SPECKS_MAX", 5)
    monkeypatch.setattr("kseg_core.export.replay.SPECKS_MAX", 5)
    runs = [
        replay_run(f"{name}, {edits}", file, suffix, KMeansSettings(k=6), edits)
        for name, (file, suffix) in FILES.items()
        for edits in (PaletteEdits(specks=60), PaletteEdits(specks=9, merges=((1, 2), (3, 5))))
    ]
    assert_all_equal(runs, tmp_path)


def test_scripts_smooth_as_the_page_does(tmp_path: Path) -> None:
    runs = []
    for name, (file, suffix) in FILES.items():
        for sigma, weight, space in ((0.6, 0.0, "RGB"), (2.5, 0.0, "OKLab"), (1.5, 0.4, "RGB")):
            settings = KMeansSettings(
                k=4, color_space=space, smoothing=sigma, position_weight=weight, attempts=2
            )
            about = f"{name}, {sigma}, {weight}, {space}"
            runs.append(replay_run(f"replay {about}", file, suffix, settings, PaletteEdits(specks=5)))
            runs.append(tutorial_run(f"tutorial {about}", file, suffix, settings))
    flat = encode_lossless(picture([[(9, 9, 9), (9, 9, 9)], [(9, 9, 9), (11, 9, 9)]])).data
    runs.append(tutorial_run("flat", flat, ".png", KMeansSettings(k=4, smoothing=3)))
    assert_all_equal(runs, tmp_path)


def test_replay_carries_locked_colors(tmp_path: Path) -> None:
    locked = ((255, 0, 0), (3, 200, 90), (128, 128, 128))
    runs = [
        replay_run(f"{name}, {smoothing}, {weight}", file, suffix, settings, edits)
        for name, (file, suffix) in FILES.items()
        for smoothing in (0.0, 1.5)
        for weight, edits in ((0.0, PaletteEdits(merges=((0, 2),))), (0.5, None))
        for settings in [KMeansSettings(k=6, locked=locked, smoothing=smoothing, position_weight=weight)]
    ]
    assert_all_equal(runs, tmp_path)
    assert all(any(f"{list(color)}," in run.script for color in locked) for run in runs)


def test_replay_puts_what_is_halfway_where_the_page_puts_it(tmp_path: Path) -> None:
    """In these pictures colors or pixels are equally far from two centroids, or K-means stops early."""
    grays = picture(np.tile(np.arange(0, 256, 5, dtype=np.uint8)[None, :, None], (3, 1, 3)))
    flat = picture(np.full((24, 24, 3), 90))
    corners = picture(
        [[(0, 0, 0), (0, 0, 9), (0, 9, 0), (0, 9, 9)], [(9, 0, 0), (9, 0, 9), (9, 9, 0), (9, 9, 9)]]
    )
    runs = []
    for name, image in (("grays", grays), ("flat", flat), ("corners", corners), ("noise", noise(40, 40))):
        for k in (2, 3, 7):
            for weight in (0.0, 1.0):
                for engine in Engine:
                    settings = KMeansSettings(
                        k=k, position_weight=weight, engine=engine, max_iter=2, attempts=1
                    )
                    about = f"{name}, {k}, {weight}, {engine}"
                    runs.append(replay_run(about, encode_lossless(image).data, ".png", settings))
    assert_all_equal(runs, tmp_path)
    assert any("placed" in run.script for run in runs)
    assert any("base64" in run.script for run in runs)


def test_tutorial_equals_the_opencv_engine(tmp_path: Path) -> None:
    runs = [
        tutorial_run(
            f"{name}, {space}, {weight}",
            file,
            suffix,
            KMeansSettings(k=4, color_space=space, position_weight=weight, seed=11, attempts=3),
        )
        for name, (file, suffix) in FILES.items()
        for space in (ColorSpace if name == "JPEG" else (ColorSpace.RGB,))
        for weight in (0.0, 0.7)
    ]
    file, suffix = FILES["JPEG"]
    runs += [
        tutorial_run(
            f"{init}, {criteria}",
            file,
            suffix,
            KMeansSettings(k=9, init=init, criteria=criteria, max_iter=5, epsilon=3.5, attempts=1),
        )
        for init in Init
        for criteria in Criteria
    ]
    few = encode_lossless(picture([[(1, 2, 3), (4, 5, 6), (1, 2, 3)]])).data
    # Two of these colors are the same in 8-bit HSV, so they are one cluster.
    dark = encode_lossless(picture([[(255, 0, 1), (255, 0, 2), (9, 9, 9), (0, 99, 9)]])).data
    runs += [tutorial_run(f"few colors, {k}", few, ".png", KMeansSettings(k=k)) for k in (1, 2, 3)]
    runs.append(tutorial_run("equal in HSV", dark, ".png", KMeansSettings(k=4, color_space="HSV")))
    runs.append(tutorial_run("few pixels", few, ".png", KMeansSettings(k=3, position_weight=1)))
    assert_all_equal(runs, tmp_path)


@pytest.mark.parametrize(("side", "weight"), [(1002, 0.0), (270, 0.5)])
def test_tutorial_draws_the_sample_that_the_page_draws(side: int, weight: float, tmp_path: Path) -> None:
    file = encode_lossless(RgbImage(pixels=scene(side, side))).data
    settings = KMeansSettings(k=3, engine="opencv", position_weight=weight, attempts=1, max_iter=2)
    run = tutorial_run("tutorial", file, ".png", settings)
    assert "chosen" in run.script
    assert_all_equal([run], tmp_path)


def test_scripts_say_what_they_cannot_read(tmp_path: Path) -> None:
    image = noise(5, 5)
    settings = KMeansSettings(k=2)
    result = segment(image, settings)
    edited = edit_result(image, result, PaletteEdits())
    for script in (
        replay_script(image, result, edited, file_name="missing.png"),
        tutorial_script(image, settings, file_name="missing.png"),
    ):
        (tmp_path / "script.py").write_text(script, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert "missing.png is missing, or no picture" in done.stderr
