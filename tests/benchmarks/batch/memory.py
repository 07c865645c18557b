"""The memory of the processes: for one photo in bytes a pixel, and with very many photos."""

from collections.abc import Sequence
from pathlib import Path

from kseg_core import CannySettings, KMeansSettings, ThresholdMethod, decode_image, segment
from kseg_core.batch.files import WORDS
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.measure.classes import one_each
from kseg_core.measure.settings import MeasureSettings
from kseg_core.palette import rgb_tuples
from kseg_core.recipe import Recipe, recipe_json
from tests.benchmarks.batch.command import COMMAND, Run, run
from tests.benchmarks.batch.folders import large_photos, large_png, small_photos
from tests.benchmarks.photos import SAMPLES, SIZE
from tests.benchmarks.speed import verdict

K = 5
BYTES_A_PIXEL, MEGABYTES = 30.0, 500.0
_PICTURES = ("png", "labels", "masks", "palette")


def of_large_photos(scratch: Path) -> None:
    """Print the peak of every process above that of the same run on a photo of 48 × 36 pixels."""
    scratch.mkdir()
    jpegs = large_photos(scratch / "large", len(SAMPLES))
    png, (small,) = large_png(scratch / "photo.png"), small_photos(scratch / "small", 1)
    plain = Recipe(settings=KMeansSettings(k=K))
    by_rule = EdgeRecipe(settings=CannySettings(low=40, high=80, blur_sigma=2.0), rule=ThresholdMethod.MEAN)
    with_edges = Recipe(settings=plain.settings, edges=by_rule)
    measured = _measured(jpegs[0], by_rule)
    cases: dict[str, tuple[Recipe, Sequence[str], Sequence[Path]]] = {
        "JPEG, pictures": (plain, _PICTURES, jpegs),
        "PNG, pictures": (plain, _PICTURES, [png]),
        "edges": (with_edges, ["edges"], jpegs),
        "classes with objects": (measured, ["png", "labels", "areas", "objects"], jpegs),
        "every file there is": (measured, WORDS, jpegs[:1]),
    }
    print("\npeak memory of one process above idle, on photos of 12 megapixels, in bytes a pixel", flush=True)
    for number, (name, (recipe, writes, photos)) in enumerate(cases.items()):
        path = scratch / f"{number}.json"
        path.write_text(recipe_json(recipe))
        idle, done = (
            _run(path, each, scratch / f"{number} {kind}", "--write", ",".join(writes), "--jobs", 1)
            for kind, each in (("idle", [small]), ("done", photos))
        )
        peaks = {
            process: (peak - idle.megabytes.get(process, 0.0)) * 2**20 / (SIZE[0] * SIZE[1])
            for process, peak in done.megabytes.items()
        }
        most = max(peaks.values())
        said = ", ".join(f"{process} {peak:.1f}" for process, peak in sorted(peaks.items()))
        verdict(most <= BYTES_A_PIXEL, f"{name}: {said} (target {BYTES_A_PIXEL:g})")


def of_many_photos(scratch: Path, *, count: int, options: Sequence[object]) -> None:
    """Print the peaks of a run on very many small photos, and of the next run, which finds all done."""
    scratch.mkdir()
    photos = small_photos(scratch / "photos", count)
    recipe = scratch / "recipe.json"
    recipe.write_text(recipe_json(Recipe(settings=KMeansSettings(k=2))))
    print(f"\n{count:,} photos of 48 × 36 pixels", flush=True)
    for turn in ("all anew", "all there before"):
        done = _run(recipe, [photos[0].parent], scratch / "out", "--jobs", 2, *options)
        peaks = ", ".join(f"{process} {peak:.0f}" for process, peak in sorted(done.megabytes.items()))
        most, each = max(done.megabytes.values()), 1000 * done.cpu_seconds / count
        print(f"{count / done.seconds:,.0f} a second, {each:.2f} ms of processor time each")
        verdict(most <= MEGABYTES, f"{turn}: peak memory in MB: {peaks} (target {MEGABYTES:g})")
    sizes = {path.name: path.stat().st_size / 1e6 for path in sorted((scratch / "out").iterdir())}
    print(", ".join(f"{name} {size:.1f} MB" for name, size in sizes.items()))


def _run(recipe: Path, photos: Sequence[Path], out: Path, *options: object) -> Run:
    command = [*COMMAND, recipe, *photos, "--out", out, *options]
    done = run(command, log=recipe.with_suffix(".log"), watches=True)
    if done.status:
        raise SystemExit(done.text)
    return done


def _measured(photo: Path, edges: EdgeRecipe) -> Recipe:
    """Two classes of the clusters of a photo."""
    result = segment(decode_image(photo.read_bytes()), KMeansSettings(k=K))
    classes = one_each(result.palette, [(number,) for number in range(K)])[:2]
    return Recipe(
        settings=result.settings,
        measure=MeasureSettings(classes=classes),
        edges=edges,
        colors=rgb_tuples(result.palette),
    )
