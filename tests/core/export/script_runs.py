"""Runs exported scripts as a stranger would: in an interpreter that knows nothing of kseg."""

import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_RUNNER = """
import runpy, sys
for line in sys.stdin.read().splitlines():
    sys.argv = line.split("\\t")
    runpy.run_path(sys.argv[0], run_name="__main__")
"""


@dataclass(frozen=True, kw_only=True)
class Run:
    """A script, the file it reads, and the result of the page (H, W, 4) that it must repeat."""

    about: str
    script: str
    file: bytes
    suffix: str
    page: NDArray[np.uint8]


def rgba(data: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGBA"))


def differing_pixels(runs: list[Run], folder: Path) -> dict[str, int]:
    """Pixels in which each run's result differs from the page's; one interpreter runs all scripts."""
    lines = []
    for number, run in enumerate(runs):
        (folder / f"{number}.py").write_text(run.script, encoding="utf-8")
        (folder / f"{number}{run.suffix}").write_bytes(run.file)
        lines.append(f"{number}.py\t{number}{run.suffix}\tresult{number}.png")
    subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", _RUNNER],
        cwd=folder,
        input="\n".join(lines),
        text=True,
        check=True,
        timeout=120,
    )
    found = {}
    for number, run in enumerate(runs):
        result = rgba((folder / f"result{number}.png").read_bytes())
        assert result.shape == run.page.shape
        found[run.about] = int((result != run.page).any(axis=2).sum())
    return found
