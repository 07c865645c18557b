"""A photo for every visitor, each another one, with what the app must show of it."""

import json
import multiprocessing
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from skimage import data

from kseg_core import KMeansSettings, color_histogram, decode_image, segment
from kseg_core.encoding.pictures import encode_label_map, encode_photo
from tests.protocol import sha256

SIZE = (4000, 3000)
MORE_SIZE = (1200, 900)
MAX_BYTES = 5_000_000
_MOTIFS = ("coffee", "astronaut", "chelsea", "rocket", "immunohistochemistry", "retina", "hubble_deep_field")
_QUALITIES = (95, 92, 88, 84, 78, 70, 60, 50)
_OTHER_K = range(4, 12)
_NOISE = 4.0
_FURTHER = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPhoto:
    """A compressed photo and the results of `kseg_core` for it.

    Attributes
    ----------
    file : str
        Path of the JPEG.
    other_k : int
        What this visitor changes K to.
    palettes : dict of str to list of str
        Hex values by K.
    preview, small_preview : str
        SHA-256 of the photo as Cluster and as the 3D Explorer send it.
    previews : dict of str to str
        SHA-256 of the segmentations as Cluster sends them, by K.
    more : list of MorePhoto
        Smaller photos of the same visitor, for a series.
    """

    file: str
    other_k: int
    palettes: dict[str, list[str]]
    preview: str
    small_preview: str
    previews: dict[str, str]
    more: list["MorePhoto"]

    @property
    def data(self) -> bytes:
        return Path(self.file).read_bytes()

    @property
    def name(self) -> str:
        return Path(self.file).name


@dataclass(frozen=True, slots=True, kw_only=True)
class MorePhoto:
    """A compressed photo and the hex values of its segmentation.

    Attributes
    ----------
    file : str
        Path of the JPEG.
    palette : list of str
    """

    file: str
    palette: list[str]

    @property
    def data(self) -> bytes:
        return Path(self.file).read_bytes()

    @property
    def name(self) -> str:
        return Path(self.file).name


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the app shows of a photo at first: values of K, and the longer sides of its pictures.

    Attributes
    ----------
    ks : tuple of int
        Of the comparison.
    one_k, several_k : int
        Of Look closer and of a series.
    side, small_side : int
        Of Cluster and of the 3D Explorer.
    """

    ks: tuple[int, ...]
    one_k: int
    several_k: int
    side: int
    small_side: int


def load_photos(number: int, folder: Path, shown: Shown, *, quick: bool) -> list[LoadPhoto]:
    """The first `number` photos, made where `folder` does not have them yet."""
    folder.mkdir(parents=True, exist_ok=True)
    tasks = [(each, folder, shown, quick) for each in range(number)]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        return pool.starmap(_made, tasks)


def _made(number: int, folder: Path, shown: Shown, quick: bool) -> LoadPhoto:
    stem = f"visitor-{number:02}{'-quick' if quick else ''}"
    path, facts = folder / f"{stem}.jpg", folder / f"{stem}-{shown.side}-{shown.small_side}-more.json"
    if not (path.exists() and facts.exists()):
        path.write_bytes(_jpeg(number, (800, 600) if quick else SIZE))
        more = [folder / f"{stem}-{each}.jpg" for each in "ab"]
        for each, file in enumerate(more):
            file.write_bytes(_jpeg(number + _FURTHER * (each + 1), MORE_SIZE))
        facts.write_text(json.dumps(asdict(_expected(number, path, more, shown))))
    known = json.loads(facts.read_text())
    return LoadPhoto(**known | {"more": [MorePhoto(**each) for each in known["more"]]})


def _jpeg(number: int, size: tuple[int, int]) -> bytes:
    """A sample with its colors turned about and noise, as large as it may be."""
    rng = np.random.default_rng(number)
    motif = np.asarray(getattr(data, _MOTIFS[number % len(_MOTIFS)])())[..., :3]
    mixed = motif.astype(np.float32) @ (np.eye(3) * 0.7 + rng.uniform(0, 0.3, (3, 3))).astype(np.float32)
    enlarged = cv2.resize(mixed, size, interpolation=cv2.INTER_CUBIC)
    enlarged += rng.normal(0.0, _NOISE, enlarged.shape).astype(np.float32)
    bgr = cv2.cvtColor(np.rint(enlarged).clip(0, 255).astype(np.uint8), cv2.COLOR_RGB2BGR)
    for quality in _QUALITIES:
        file = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        if len(file) <= MAX_BYTES:
            break
    return file


def _expected(number: int, path: Path, more: list[Path], shown: Shown) -> LoadPhoto:
    image = decode_image(path.read_bytes())
    histogram = color_histogram(image)
    other_k = _OTHER_K[number % len(_OTHER_K)]
    palettes, previews = {}, {}
    for k in {*shown.ks, shown.one_k, other_k}:
        result = segment(image, KMeansSettings(k=k), histogram=histogram)
        palettes[str(k)] = [f"#{bytes(color).hex()}" for color in result.palette]
        previews[str(k)] = sha256(encode_label_map(result.labels, result.palette, max_side=shown.side).data)
    return LoadPhoto(
        file=str(path),
        other_k=other_k,
        palettes=palettes,
        preview=sha256(encode_photo(image, max_side=shown.side).data),
        small_preview=sha256(encode_photo(image, max_side=shown.small_side, quality=75).data),
        previews=previews,
        more=[MorePhoto(file=str(file), palette=_palette(file, shown.several_k)) for file in more],
    )


def _palette(file: Path, k: int) -> list[str]:
    result = segment(decode_image(file.read_bytes()), KMeansSettings(k=k))
    return [f"#{bytes(color).hex()}" for color in result.palette]
