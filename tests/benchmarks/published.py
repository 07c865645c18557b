"""kseg's mean squared error beside the best published one, on the test images of the field."""

from pathlib import Path

from kseg_core import KMeansSettings, color_histogram, decode_image
from kseg_core.kmeans.metrics import wcss_per_pixel
from kseg_core.kmeans.segment import segment_each
from tests.benchmarks.speed import SLACK, verdict

KS = (4, 8, 16)

BEST_KNOWN = {
    "baboon": (2143.3, 1115.8, 627.2),
    "lena": (817.9, 399.3, 208.7),
    "peppers": (1658.3, 723.4, 393.7),
    "fish": (1072.5, 520.6, 259.4),
    "goldhill": (1140.8, 499.8, 252.7),
    "kodim05": (1207.9, 674.1, 355.5),
    "kodim23": (2295.5, 888.1, 421.1),
    "pills": (1543.1, 703.9, 359.9),
}
"""The lowest mean squared error known at each of `KS`, summed over the channels. They are the
test images of M. E. Celebi's papers on color quantization, and cannot be given away with this repository."""


def compare(folder: Path | None) -> None:
    """Print both for every image whose file, named as in `BEST_KNOWN`, is in the folder; name the others."""
    files = {} if folder is None else {path.stem.lower(): path for path in sorted(folder.iterdir())}
    missing = [name for name in BEST_KNOWN if name not in files]
    if missing:
        where = "no folder is given (--published FOLDER)" if folder is None else f"not in {folder}"
        print(f"\npublished images, {where}: {', '.join(missing)}")
    if len(missing) == len(BEST_KNOWN):
        return
    print("\nMean squared error beside the best known one, at seed 0:")
    print(f"{'':10}" + "".join(f"{f'K={k}':>24}" for k in KS))
    excess = []
    for name, best in BEST_KNOWN.items():
        if name not in files:
            continue
        image = decode_image(files[name].read_bytes())
        results = segment_each(
            image, [KMeansSettings(k=k) for k in KS], histogram=color_histogram(image), label_maps=False
        )
        found = [wcss_per_pixel(result) for result in results]
        excess += [own / known for own, known in zip(found, best, strict=True)]
        print(
            f"{name:10}"
            + "".join(f"{own:15.1f} /{known:7.1f}" for own, known in zip(found, best, strict=True))
        )
    verdict(max(excess) <= SLACK, f"no worse than the best known: {100 * (max(excess) - 1):+.2f} % at worst")
