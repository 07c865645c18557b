"""The command: what it writes, where it goes on, and what it says."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from kseg_core import (
    CannySettings,
    KMeansSettings,
    RgbImage,
    apply_recipe,
    areas_table,
    decode_image,
    segment,
)
from kseg_core.batch import command, photo
from kseg_core.batch.engines import Item, Result
from kseg_core.canny.edge_recipe import EdgeRecipe
from kseg_core.export.several import Kept, request_files, several_files
from kseg_core.histogram import ColorHistogram, color_histogram, pooled_histogram
from kseg_core.kmeans.palette_edits import PaletteEdits
from kseg_core.kmeans.segment import segment_histogram
from kseg_core.measure import ranged
from kseg_core.measure.classes import MeasureClass
from kseg_core.measure.region import RegionShape, ShapeKind
from kseg_core.measure.series import class_model, with_edits
from kseg_core.measure.settings import MeasureSettings
from kseg_core.palette import rgb_tuples
from kseg_core.recipe import Recipe, parse_recipe, recipe_json

NAMES = ("a.png", "b/c.png", "b/d.png")
SETTINGS = KMeansSettings(k=4, color_space="CIELAB", seed=1)
PLAIN = Recipe(settings=SETTINGS)
COLORS = np.array([(200, 40, 40), (40, 160, 60), (30, 40, 120), (240, 230, 200)], np.uint8)


class Here:
    """An engine in this process, which a Ctrl-C can stop after so many photos."""

    def __init__(self, stops_after: int | None = None) -> None:
        self.worked: list[str] = []
        self.stops_after = stops_after

    def results(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[tuple[Item, Result]]:
        for item in islice(items, self.stops_after):
            yield item, function(item)
        if self.stops_after is not None:
            raise KeyboardInterrupt

    def summed(
        self,
        function: Callable[[Item], ColorHistogram | None],
        items: Sequence[Item],
        done: Callable[[], None],
    ) -> ColorHistogram:
        return pooled_histogram(each for each in map(function, items) if each is not None)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Three pictures of four colors in different shares."""
    for number, name in enumerate(NAMES):
        random = np.random.default_rng(number)
        pixels = COLORS[random.choice(4, (30, 40), p=np.roll([0.5, 0.3, 0.15, 0.05], number))]
        noisy = np.clip(pixels + random.normal(0, 4, pixels.shape), 0, 255).astype(np.uint8)
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(cv2.imencode(".png", noisy[:, :, ::-1])[1].tobytes())
    return tmp_path / "photos"


@pytest.fixture
def recipe(photos: Path) -> Recipe:
    """Of the first photo, with a class that is named by a cluster of it."""
    result = segment(decode_image((photos / NAMES[0]).read_bytes()), SETTINGS)
    return Recipe(
        settings=SETTINGS,
        edits=PaletteEdits(merges=((0, 2),)),
        measure=MeasureSettings(classes=(MeasureClass(name="red", color=(255, 0, 0), clusters=(0,)),)),
        colors=rgb_tuples(result.palette),
    )


@pytest.fixture
def run(photos: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    def run(recipe: Recipe | str, *options: str, out: str = "out", engine: Here | None = None) -> int:
        monkeypatch.setattr(command, "_engine", lambda *given: nullcontext(engine or Here()))
        text = str(photos.parent / "recipe.json")
        if isinstance(recipe, Recipe):
            Path(text).write_text(recipe_json(recipe), encoding="utf-8")
        else:
            text = recipe
        places = [text, str(photos), "--out", str(photos.parent / out)]
        return command.main([*places, *options])

    return run


def rows(table: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))


def test_classes_follow_to_the_nearest_colors_of_each_photo(run, recipe, photos, capsys):
    assert run(recipe) == 0
    table = rows(photos.parent / "out/table.csv")
    assert [(row["photo"], row["class"]) for row in table] == [
        (name, kind) for name in NAMES for kind in ("red", "other")
    ]
    for name, row in zip(NAMES, table[::2], strict=True):
        pixels = decode_image((photos / name).read_bytes()).pixels
        is_red = np.abs(pixels.astype(int) - COLORS[[0, 2], None, None]).sum(axis=-1).min(axis=0) < 60
        assert float(row["share"]) == pytest.approx(is_red.mean(), abs=1e-9)
    assert "3 photos done" in capsys.readouterr().out


def test_centroids_of_all_photos_give_the_numbers_of_a_series(run, recipe, photos):
    assert run(recipe, "--fit", "all") == 0
    files = {name: (photos / name).read_bytes() for name in NAMES}
    histogram = pooled_histogram(color_histogram(decode_image(data)) for data in files.values())
    fitted = replace(segment_histogram(histogram, SETTINGS), settings=SETTINGS)
    kept = parse_recipe((photos.parent / "out/recipe.json").read_bytes())
    model = with_edits(class_model(fitted, histogram), kept.edits)
    requests = [
        request_files(name, data, Kept(model=model, settings=kept.measure), stem=name[:-4])
        for name, data in files.items()
    ]
    series = dict(several_files(requests, SETTINGS))
    assert (photos.parent / "out/table.csv").read_bytes() == series["areas.csv"]
    assert parse_recipe(series["recipe.json"]) == replace(kept, size=(40, 30))


@pytest.mark.parametrize("fit", ["all", "photo"])
def test_the_recipe_that_is_written_keeps_the_centroids(run, recipe, photos, fit):
    assert run(recipe, "--fit", str(photos / NAMES[1]) if fit == "photo" else fit) == 0
    written = parse_recipe((photos.parent / "out/recipe.json").read_bytes())
    assert run(written, out="again") == 0
    tables = [(photos.parent / out / "table.csv").read_bytes() for out in ("out", "again")]
    assert tables[0] == tables[1]


def test_without_classes_each_kept_cluster_is_one_and_each_photo_has_its_palette(run, photos):
    assert run(PLAIN) == run(PLAIN, "--fit", "all", out="all") == 0
    assert [row["color"] for row in rows(photos.parent / "out/table.csv")] == list("1234" * 3)
    assert len({row["class"] for row in rows(photos.parent / "all/table.csv")}) == 5


def test_it_goes_on_where_it_was_stopped(run, photos, capsys):
    assert run(PLAIN, "--write", "png", out="whole") == 0
    assert run(PLAIN, "--write", "png", engine=Here(stops_after=2)) == 130
    assert not (photos.parent / "out/table.csv").exists()
    assert "goes on from there" in capsys.readouterr().out
    first = photos.parent / "out/a-k4.png"
    before = first.stat().st_mtime_ns
    assert run(PLAIN, "--write", "png") == 0
    assert "2 photos passed over" in capsys.readouterr().out
    assert first.stat().st_mtime_ns == before
    for file in ("table.csv", "a-k4.png", "b/d-k4.png"):
        assert (photos.parent / "out" / file).read_bytes() == (photos.parent / "whole" / file).read_bytes()


@pytest.mark.parametrize("change", ["file", "photo", "recipe", "words"])
def test_what_has_changed_is_done_anew(run, photos, capsys, change):
    assert run(PLAIN, "--write", "png") == 0
    recipe, words = PLAIN, "png"
    if change == "file":
        (photos.parent / "out/a-k4.png").write_bytes(b"cut short")
    elif change == "photo":
        (photos / "a.png").write_bytes((photos / "b/c.png").read_bytes())
    elif change == "recipe":
        recipe = replace(PLAIN, settings=replace(SETTINGS, seed=2))
    else:
        words = "png,labels"
    capsys.readouterr()
    assert run(recipe, "--write", words) == 0
    anew = "1 photo done" if change in ("file", "photo") else "3 photos done"
    assert anew in capsys.readouterr().out


def test_a_photo_that_cannot_be_read_is_named_and_the_others_go_on(run, photos, capsys):
    (photos / "b/broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
    assert run(PLAIN, "--fit", "all") == 1
    said = capsys.readouterr().out
    assert "3 photos done" in said
    assert "1 photo refused:\n  b/broken.jpg: " in said
    assert (photos.parent / "out/not-read.txt").read_text().startswith("b/broken.jpg: ")
    (photos / "b/broken.jpg").unlink()
    assert run(PLAIN, "--fit", "all") == 0
    assert not (photos.parent / "out/not-read.txt").exists()


def test_edges_alone_are_a_table_of_their_own(run, photos):
    edges = EdgeRecipe(settings=CannySettings(40, 80, blur_sigma=0))
    assert run(Recipe(settings=SETTINGS, edges=edges), "--write", "edges") == 0
    table = rows(photos.parent / "out/table.csv")
    for name, row in zip(NAMES, table, strict=True):
        gray = cv2.cvtColor(cv2.imread(str(photos / name)), cv2.COLOR_BGR2GRAY)
        found = cv2.imread(str(photos.parent / "out" / name.replace(".png", "-edges.png")), 0)
        assert np.array_equal(found, cv2.Canny(gray, 40, 80))
        assert (float(row["low threshold"]), int(row["edge pixels"])) == (40, np.count_nonzero(found))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--fit", "nowhere.jpg"), "nowhere.jpg"),
        (("--fit", "recipe"), "no centroids"),
        (("--table", "numbers.txt"), ".parquet"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is(run, photos, capsys, options, sentence):
    assert run(PLAIN, *options) == 2
    assert sentence in capsys.readouterr().err
    assert not list(photos.parent.glob("out/*"))


@pytest.mark.parametrize(
    "centroids", [((0.0, 0.0),) * 4, ((0.0,) * 9,) * 4, ((1e300,) * 3,) * 4], ids=["two", "nine", "far"]
)
def test_centroids_are_points_of_a_color_space(run, recipe, photos, capsys, centroids):
    assert run(replace(recipe, centroids=centroids), "--fit", "recipe") == 2
    assert "not points of a color space" in capsys.readouterr().err
    assert not (photos.parent / "out").exists()


def test_what_an_address_says_moves_no_cursor(run, capsys):
    assert run("/?mode=Measure&classes=a.ff0000.0&photo=000000000000&photo_name=a%1b%5b2J.png") == 2
    assert r"a\x1b[2J.png" in capsys.readouterr().err


def test_an_address_may_be_longer_than_a_file_name(run):
    assert run(f"/?mode=Look+closer&view={'a' * 300}", "--k", "2") == 0


def test_clusters_are_found_on_photos_whatever_their_names(run, photos):
    (photos / "a.png").rename(photos / "\udcff.png")
    assert run(PLAIN, "--fit", "all") == 0
    assert rows(photos.parent / "out/table.csv")[-1]["photo"] == r"\udcff.png"


def test_words_that_name_no_file_of_the_recipe_are_said(run, recipe, capsys):
    assert run(PLAIN, "--write", "png,areas,edges") == 0
    assert capsys.readouterr().err == "The recipe has nothing for --write areas,edges.\n"
    assert run(recipe, "--write", "areas") == 0
    assert not capsys.readouterr().err


def test_a_photo_to_find_clusters_on_that_cannot_be_read_is_named(run, photos, capsys):
    (photos / "b/c.png").write_bytes(b"")
    assert run(PLAIN, "--fit", str(photos / "b/c.png")) == 2
    assert "c.png: This file is empty." in capsys.readouterr().err


def test_it_is_noted_why_a_photo_has_no_objects(run, recipe, photos, monkeypatch):
    monkeypatch.setattr(ranged, "objects_or_why", lambda find: (None, "There are too many."))
    assert run(recipe) == 0
    assert (photos.parent / "out/notes.txt").read_text() == "".join(
        f"{name}: There are too many.\n" for name in NAMES
    )


def test_the_recipe_that_was_given_is_not_overwritten_by_another(run, recipe, photos, capsys):
    out = photos.parent / "out"
    assert run(recipe, "--fit", "all") == 0
    before = (out / "recipe.json").read_bytes()
    assert run(str(out / "recipe.json"), "--k", "2") == 2
    assert "would be overwritten" in capsys.readouterr().err
    assert run(str(out / "recipe.json")) == 0
    assert (out / "recipe.json").read_bytes() == before


def test_a_region_counts_unless_photos_are_measured_whole(run, recipe, photos, capsys):
    region = (RegionShape(kind=ShapeKind.RECTANGLE, points=((0, 0), (9, 9))),)
    recipe = replace(recipe, measure=replace(recipe.measure, region=region), size=(40, 30))
    (photos / "b/small.png").write_bytes(cv2.imencode(".png", np.full((9, 9, 3), 9, np.uint8))[1].tobytes())
    assert run(recipe) == 1
    assert "b/small.png: The region was drawn in a picture of 40 × 30 pixels" in capsys.readouterr().out
    assert {row["photo"] for row in rows(photos.parent / "out/table.csv")} == set(NAMES)
    pixels = [int(row["pixels"]) for row in rows(photos.parent / "out/table.csv")]
    assert [sum(pixels[row : row + 2]) for row in (0, 2, 4)] == [100] * 3
    assert run(recipe, "--whole", out="all") == 0
    assert sum(int(row["pixels"]) for row in rows(photos.parent / "all/table.csv")) == 3 * 1200 + 81


def test_the_address_of_a_view_is_a_recipe(run, recipe, photos, capsys):
    digest = decode_image((photos / NAMES[0]).read_bytes()).digest[:12]
    view = "space=CIELAB&seed=1&mode=Measure&closer_k=4&merged=0-2&classes=red.ff0000.0"
    assert run(recipe, "--write", "areas") == run(f"/?{view}&photo={digest}", out="linked") == 0
    tables = [(photos.parent / out / "table.csv").read_bytes() for out in ("out", "linked")]
    assert tables[0] == tables[1]
    assert run(f"https://kseg.example/?{view}&photo={'0' * 12}", out="lost") == 2
    assert "not among PHOTOS" in capsys.readouterr().err


def test_the_photo_of_a_series_is_cropped_as_in_its_view_also_where_it_is_named(run, photos, capsys):
    digest = decode_image((photos / NAMES[0]).read_bytes()).digest[:12]
    address = f"/?mode=Series&closer_k=3&crop=0-0-8-8&photo={digest}&series_fit="
    address += "The+photo+in+the+sidebar"
    assert run(address) == run(address, "--fit", str(photos / NAMES[0]), out="named") == 0
    tables = [(photos.parent / out / "table.csv").read_bytes() for out in ("out", "named")]
    assert tables[0] == tables[1]
    lost = address.replace(digest, "0" * 12).replace("The+photo+in+the+sidebar", "All+photos+together")
    assert run(f"{lost}&region=r.0.0.9.9", out="lost") == 2
    assert "ZIP of the series" in capsys.readouterr().err


def test_an_address_of_several_results_asks_for_k(run, photos, capsys):
    assert run("/?k=3&k=5") == 2
    assert "--k" in capsys.readouterr().err
    assert run("/?k=3&k=5", "--k", "2") == 0
    assert [row["color"] for row in rows(photos.parent / "out/table.csv")] == list("12" * 3)


def test_what_an_address_says_in_vain_is_named(run, photos, capsys):
    assert run("/?mode=Look+closer&closer_k=2&clsoer_space=HSV") == 0
    assert "clsoer_space changes nothing" in capsys.readouterr().err
    assert run("https://search.example/?q=1", out="no") == 2
    assert "q is not known" in capsys.readouterr().err


def test_a_notebook_keeps_the_centroids_of_a_recipe_as_the_command_does(run, photos):
    assert run(PLAIN, "--fit", "all") == 0
    recipe = parse_recipe((photos.parent / "out/recipe.json").read_bytes())
    table = rows(photos.parent / "out/table.csv")
    for name in NAMES:
        pixels = cv2.imread(str(photos / name))[:, :, ::-1]
        shares = areas_table(apply_recipe(pixels, recipe).measured)["share"]
        assert [float(row["share"]) for row in table if row["photo"] == name] == shares.tolist()


def test_an_error_of_the_program_costs_one_photo(run, photos, monkeypatch, capsys):
    def fails(image: RgbImage, *given: object, **options: object) -> object:
        if image.digest == broken:
            raise ZeroDivisionError("division by zero")
        return apply_recipe(image, *given, **options)

    broken = decode_image((photos / NAMES[1]).read_bytes()).digest
    monkeypatch.setattr(photo, "apply_recipe", fails)
    assert run(PLAIN) == 1
    said = f"{NAMES[1]}: An error of the program: ZeroDivisionError: division by zero (test_command.py, line "
    assert said in capsys.readouterr().out
    assert {row["photo"] for row in rows(photos.parent / "out/table.csv")} == {NAMES[0], NAMES[2]}
