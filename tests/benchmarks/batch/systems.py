"""Ways to paint a photo with K colors: kseg's core alone, and other systems.

    python -m tests.benchmarks.batch.systems NAME K FOLDER PHOTO ...

paints by one that is a function, and prints the processor seconds of each photo.
"""

import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kseg_core import KMeansSettings, decode_image, segment
from kseg_core.encoding.pictures import encode_label_map
from tests.benchmarks.batch.command import run

SAMPLE = 10_000
"""Pixels that scikit-learn fits."""


def paint_by_core(photo: Path, k: int, painted: Path) -> None:
    """Decode, segment, write."""
    image = decode_image(photo.read_bytes(), name=photo.name)
    result = segment(image, KMeansSettings(k=k))
    painted.write_bytes(encode_label_map(result.labels, result.palette, alpha=image.alpha).data)


def paint_by_sklearn(photo: Path, k: int, painted: Path) -> None:
    """Fit a sample, predict all; read and written as fast as kseg does."""
    labels, palette = _by_sklearn(cv2.imread(str(photo), cv2.IMREAD_COLOR_RGB), k)
    painted.write_bytes(encode_label_map(labels, palette).data)


def paint_by_sklearn_and_pillow(photo: Path, k: int, painted: Path) -> None:
    """The same, read and written as most programs do."""
    with Image.open(photo) as picture:
        labels, palette = _by_sklearn(np.asarray(picture.convert("RGB")), k)
    indexed = Image.fromarray(labels)
    indexed.putpalette(palette.tobytes())
    indexed.save(painted)


def _by_sklearn(pixels: NDArray[np.uint8], k: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    rows = pixels.reshape(-1, 3).astype(np.float32)
    chosen = np.random.default_rng(0).choice(len(rows), SAMPLE, replace=False)
    with threadpool_limits(1):
        model = KMeans(k, random_state=0).fit(rows[chosen])
        labels = model.predict(rows).astype(np.uint8).reshape(pixels.shape[:2])
    return labels, np.rint(model.cluster_centers_).astype(np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A function, which may need a package, or a program with its arguments.

    Attributes
    ----------
    name : str
    paint : Callable, optional
        Writes the photo of a file, with K colors, to another file.
    package, program : str
        What has to be installed.
    arguments : tuple of str
    """

    name: str
    paint: Callable[[Path, int, Path], None] | None = None
    package: str = "cv2"
    program: str = ""
    arguments: tuple[str, ...] = ()

    @property
    def is_installed(self) -> bool:
        return bool(shutil.which(self.program) if self.program else find_spec(self.package))

    def cpu_seconds(self, photos: Sequence[Path], k: int, folder: Path) -> list[float]:
        """Paint photos as PNG in a folder; the processor seconds of each."""
        folder.mkdir(exist_ok=True)
        log = folder / "log.txt"
        if self.paint is not None:
            module = "tests.benchmarks.batch.systems"
            text = run([sys.executable, "-m", module, self.name, k, folder, *photos], log=log).text
            return [float(each) for each in json.loads(text)]
        return [run(self._command(photo, k, folder), log=log).cpu_seconds for photo in photos]

    def _command(self, photo: Path, k: int, folder: Path) -> list[str]:
        places = {"photo": photo, "png": _as_png(photo, folder), "k": k, "painted": painted(folder, photo)}
        return [self.program, *(each.format(**places) for each in self.arguments)]


def painted(folder: Path, photo: Path) -> Path:
    """Where a system puts the PNG of a photo."""
    return folder / f"{photo.stem}.png"


def _as_png(photo: Path, folder: Path) -> Path:
    """The same photo for a program that reads nothing else; the time for it does not count."""
    path = folder / "read" / f"{photo.stem}.png"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        cv2.imwrite(str(path), cv2.imread(str(photo)), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return path


CORE = System(name="kseg's core alone", paint=paint_by_core)
OTHERS = (
    System(name="scikit-learn and Pillow", paint=paint_by_sklearn_and_pillow, package="sklearn"),
    System(name="scikit-learn, kseg's files", paint=paint_by_sklearn, package="sklearn"),
    System(
        name="pngquant, without reading the JPEG",
        program="pngquant",
        arguments=("--nofs", "--force", "--output", "{painted}", "{k}", "{png}"),
    ),
    System(
        name="magick -kmeans",
        program="magick",
        arguments=("{photo}", "-kmeans", "{k}", "PNG8:{painted}"),
    ),
)


def main() -> None:
    _, name, k, folder, *photos = sys.argv
    system = next(each for each in (CORE, *OTHERS) if each.name == name)
    assert system.paint is not None
    seconds = []
    for photo in map(Path, photos):
        start = time.process_time()
        system.paint(photo, int(k), painted(Path(folder), photo))
        seconds.append(time.process_time() - start)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
