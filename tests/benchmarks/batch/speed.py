"""Photos a second by one process and by two, and a photo's time beside the core alone and other systems."""

import shutil
from pathlib import Path
from statistics import mean, median

import numpy as np

from kseg_core import KMeansSettings, decode_image
from kseg_core.image import pack_colors
from kseg_core.recipe import Recipe, recipe_json
from tests.benchmarks.batch.command import COMMAND, Run, run
from tests.benchmarks.batch.folders import large_photos
from tests.benchmarks.batch.systems import CORE, OTHERS
from tests.benchmarks.photos import SAMPLES
from tests.benchmarks.speed import SLACK, verdict, wcss_per_pixel

K = 5
JOBS = (1, 2)
ROUNDS = 2
SPEEDUP, OVERHEAD = 1.8, 1.3


def report(scratch: Path, *, count: int) -> None:
    """Let all systems take turns, so that a busy machine is busy for all; print what they took."""
    scratch.mkdir()
    photos = large_photos(scratch / "photos", count)
    distinct = photos[: len(SAMPLES)]
    recipe = scratch / "recipe.json"
    recipe.write_text(recipe_json(Recipe(settings=KMeansSettings(k=K))))
    systems = [each for each in (CORE, *OTHERS) if each.is_installed]
    runs: dict[int, list[Run]] = {jobs: [] for jobs in JOBS}
    seconds: dict[str, list[float]] = {each.name: [] for each in systems}
    print(f"\n{count} photos of 12 megapixels, K = {K}", flush=True)
    for turn in range(ROUNDS):
        for jobs in JOBS:
            runs[jobs].append(_paint(photos, recipe, scratch / f"kseg-{jobs}", jobs))
        for system in systems:
            if turn == 0 or not system.program:  # Programs take minutes.
                seconds[system.name] += system.cpu_seconds(distinct, K, scratch / system.name)

    own = {jobs: median(each.cpu_seconds for each in done) / count for jobs, done in runs.items()}
    rows = {f"kseg-{jobs}": own[jobs] for jobs in JOBS}
    rows |= {system.name: median(seconds[system.name]) for system in systems}  # without their start
    wcss = {name: _mean_wcss(distinct, scratch / name) for name in rows}
    print(f"{'processor seconds a photo':36}{'s':>8}{'ratio':>8}  WCSS/pixel")
    for name, taken in rows.items():
        print(f"{name:36}{taken:8.3f}{taken / own[1]:8.2f}{wcss[name]:12.2f}")
    for system in OTHERS:
        if system not in systems:
            print(f"{system.name} is not installed.")

    # The quickest of several runs, which others disturbed least.
    quickest = {jobs: min(each.seconds for each in done) for jobs, done in runs.items()}
    for jobs, taken in quickest.items():
        print(f"{jobs} at a time: {count / taken:.2f} photos a second")
    speedup = quickest[1] / quickest[2]
    verdict(speedup >= SPEEDUP, f"two processes: {speedup:.2f} × the photos of one (target {SPEEDUP})")
    for jobs in JOBS:
        overhead = own[jobs] / rows[CORE.name]
        verdict(overhead <= OVERHEAD, f"{jobs} at a time: {overhead:.2f} × the core (target {OVERHEAD})")
    for system in systems[1:]:
        faster = rows[system.name] / own[1]
        verdict(faster > 1.0, f"{faster:.1f} × faster than {system.name}")
        verdict(wcss["kseg-1"] <= SLACK * wcss[system.name], f"WCSS no worse than {system.name}")


def _paint(photos: list[Path], recipe: Path, out: Path, jobs: int) -> Run:
    shutil.rmtree(out, ignore_errors=True)
    options = ["--out", out, "--write", "png", "--jobs", jobs]
    done = run([*COMMAND, recipe, photos[0].parent, *options], log=recipe.with_suffix(".log"))
    if done.status:
        raise SystemExit(done.text)
    return done


def _mean_wcss(photos: list[Path], folder: Path) -> float:
    return mean(_wcss(photo, *folder.glob(f"{photo.stem}*.png")) for photo in photos)


def _wcss(photo: Path, painted: Path) -> float:
    """A pixel, around the means of the pixels that have one color."""
    colors = pack_colors(decode_image(painted.read_bytes()).pixels).ravel()
    labels = np.searchsorted(np.unique(colors), colors)
    return wcss_per_pixel(decode_image(photo.read_bytes()).pixels, labels)
