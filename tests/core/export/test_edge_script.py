import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from kseg_core import KMeansSettings, segment
from kseg_core.canny.edges import detect_edges
from kseg_core.canny.settings import CannySettings, EdgeChannels
from kseg_core.encoding.pictures import encode_label_map, encode_lossless
from kseg_core.export.edge_script import edge_script
from kseg_core.framing import Framing
from kseg_core.reading.decode import decode_image
from kseg_core.rendering.paint import clustered_picture
from tests.core.canny.edge_pictures import textured


def run(script: str, folder: Path) -> np.ndarray:
    (folder / "edges.py").write_text(script, encoding="utf-8")
    subprocess.run([sys.executable, "-I", "edges.py"], cwd=folder, check=True, timeout=60)
    edges = cv2.imread(str(folder / "edges.png"), cv2.IMREAD_UNCHANGED)
    assert edges.ndim == 2
    return edges


def save(folder: Path, *, alpha: bool = False) -> bytes:
    pixels = textured(120, 161)
    if alpha:
        transparency = np.full((120, 161, 1), 255, np.uint8)
        transparency[30:60, 20:90] = 0
        transparency[60:70, 20:90] = 100
        pixels = np.concatenate([pixels, transparency], axis=2)
        pixels[30:60, 20:90, :3] = 7
        cv2.imwrite(str(folder / "it's.png"), cv2.cvtColor(pixels, cv2.COLOR_RGBA2BGRA))
    else:
        cv2.imwrite(str(folder / "it's.png"), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    return (folder / "it's.png").read_bytes()


@pytest.mark.parametrize(
    "settings",
    [
        CannySettings(20, 60, blur_sigma=0),
        CannySettings(300.5, 900, aperture=5, l2_gradient=True, blur_sigma=1.3),
        CannySettings(9, 21, blur_sigma=4.1, channels=EdgeChannels.COLOR),
        CannySettings(9, 21, blur_sigma=4.1, channels=EdgeChannels.BLUE_FIRST),
        CannySettings(3, 8, blur_sigma=12),
        CannySettings(4000, 9000, aperture=7, blur_sigma=8),
    ],
)
def test_edge_script_makes_the_same_map_in_a_clean_interpreter(
    settings: CannySettings, tmp_path: Path
) -> None:
    image = decode_image(save(tmp_path))
    script = edge_script(settings, sigma=settings.sigma_for(image), file_name="it's.png")
    expected = detect_edges(image, settings)
    assert expected.any()
    np.testing.assert_array_equal(run(script, tmp_path), expected)
    assert "kseg" not in script
    assert sum(bool(line) for line in script.splitlines()) < 47


def test_edge_script_turns_and_crops_the_file_as_the_page_does(tmp_path: Path) -> None:
    framing = Framing(quarter_turns=1, crop=(10, 5, 90, 140))
    image = decode_image(save(tmp_path)).frame(framing)
    settings = CannySettings(20, 60)
    script = edge_script(settings, sigma=settings.sigma_for(image), file_name="it's.png", framing=framing)
    np.testing.assert_array_equal(run(script, tmp_path), detect_edges(image, settings))


@pytest.mark.parametrize("channels", EdgeChannels)
def test_edge_script_on_the_picture_that_goes_with_it(channels: EdgeChannels, tmp_path: Path) -> None:
    image = decode_image(save(tmp_path, alpha=True)).crop(10, 5, 150, 111)
    (tmp_path / "part.png").write_bytes(encode_lossless(image).data)
    settings = CannySettings(20, 60, channels=channels)
    script = edge_script(settings, sigma=settings.sigma_for(image), file_name="part.png", opaque_from=128)
    expected = detect_edges(image, settings)
    assert expected.any()
    np.testing.assert_array_equal(run(script, tmp_path), expected)


@pytest.mark.parametrize("hole", [False, True])
def test_edge_script_on_clusters(hole: bool, tmp_path: Path) -> None:
    image = decode_image(save(tmp_path, alpha=hole))
    result = segment(image, KMeansSettings(k=4))
    clustered = clustered_picture(image, result)
    settings, bound = CannySettings(40, 90), image.opaque_from if hole else None
    (tmp_path / "k4.png").write_bytes(encode_label_map(result.labels, result.palette, alpha=image.alpha).data)
    script = edge_script(settings, sigma=settings.sigma_for(image), file_name="k4.png", opaque_from=bound)
    np.testing.assert_array_equal(run(script, tmp_path), detect_edges(clustered, settings))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "missing.png is missing, or no picture"),
        (["empty.png"], "empty.png is missing, or no picture"),
        (["it's.png", "no folder/edges.png"], "no folder/edges.png cannot be written"),
        (["it's.png", "edges.odd"], "edges.odd cannot be written"),
    ],
)
def test_edge_script_says_what_it_cannot_read_or_write(
    arguments: list[str], said: str, tmp_path: Path
) -> None:
    save(tmp_path)
    (tmp_path / "empty.png").write_bytes(b"")
    script = edge_script(CannySettings(1, 2), sigma=1, file_name="missing.png")
    (tmp_path / "edges.py").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "edges.py", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_edge_script_reads_and_writes_any_name(tmp_path: Path) -> None:
    (tmp_path / "grüße 写真.png").write_bytes(save(tmp_path))
    settings = CannySettings(20, 60, blur_sigma=0)
    script = edge_script(settings, sigma=0, file_name="grüße 写真.png")
    script = script.replace('"edges.png"', '"ränder.png"')
    (tmp_path / "edges.py").write_text(script, encoding="utf-8")
    subprocess.run([sys.executable, "-I", "edges.py"], cwd=tmp_path, check=True, timeout=60)
    expected = detect_edges(decode_image((tmp_path / "it's.png").read_bytes()), settings)
    written = np.frombuffer((tmp_path / "ränder.png").read_bytes(), np.uint8)
    np.testing.assert_array_equal(cv2.imdecode(written, cv2.IMREAD_UNCHANGED), expected)
