from pathlib import Path

import cv2
import pytest

from tests.benchmarks import published
from tests.core.pictures import noise


def test_published_images_are_compared_and_the_missing_ones_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cv2.imwrite(str(tmp_path / "kodim05.png"), noise(8, 9).pixels)
    cv2.imwrite(str(tmp_path / "Lena.png"), noise(4, 4).pixels // 255)
    (tmp_path / "notes.txt").write_text("no picture")
    published.compare(tmp_path)
    told = capsys.readouterr().out
    missing = next(line for line in told.splitlines() if "not in" in line)
    assert missing.endswith(": baboon, peppers, fish, goldhill, kodim23, pills")
    (row,) = (line for line in told.splitlines() if line.startswith("kodim05"))
    assert [figure in row for figure in ("1207.9", "674.1", "355.5")] == [True] * 3
    assert "MISSED no worse than the best known" in told


def test_without_a_folder_all_published_images_are_missing(capsys: pytest.CaptureFixture[str]) -> None:
    published.compare(None)
    told = capsys.readouterr().out
    assert all(name in told for name in published.BEST_KNOWN)
    assert "K=4" not in told
