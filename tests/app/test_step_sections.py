"""K-means step by step on the 3D Explorer: the player gets what the core computes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from kseg_core import ColorSpace, color_histogram
from kseg_core.samples.gallery import load_sample
from kseg_core.steps.packed_steps import pack_trace
from kseg_core.steps.point_sets import CUSTOMERS, MOONS, POINT_SETS, UNEQUAL, PointSet
from kseg_core.steps.scene import Scene, photo_scene
from kseg_core.steps.seeding import Seeding, choose_seeds
from kseg_core.steps.trace import trace_steps
from pages._ui.declarations.lessons import BAD_START
from tests.app.visit import component_data, page_of, png, sent_files
from tests.core.cloud.unpacking import unpack

STEPS = "K-means step by step"


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What the player was told to show."""

    data: dict[str, Any]
    files: dict[str, bytes]

    @property
    def runs(self) -> list[bytes | None]:
        return [self.files.get(run["name"]) for run in self.data["runs"]]


def explorer(section: str, photo: bytes | None = None, **address: str) -> AppTest:
    return page_of("pages/explorer.py", photo, explore_section=section, **address)


def played(at: AppTest) -> Played:
    assert not at.exception
    assert not at.error
    return Played(data=component_data(at, "step_player"), files=sent_files(at))


def run_of(scene: Scene, k: int, seeding: Seeding, seed: tuple[int, ...] = (0, 1), chosen: Any = ()) -> bytes:
    rows = choose_seeds(scene.points, k, seeding, seed=seed, chosen=chosen)
    return pack_trace(trace_steps(scene.points, rows), scene, seeding)


@pytest.fixture(scope="module")
def coffee() -> Scene:
    image = load_sample("Coffee")
    return photo_scene(image, color_histogram(image), ColorSpace.RGB)


def test_a_link_opens_at_its_step_and_other_runs_at_their_start():
    at = explorer(STEPS, explore_points=CUSTOMERS.title, explore_shop_step="4", explore_step="2")
    assert played(at).data["step"] == 4
    assert at.slider(key="explore_shop_k").value == 5
    at.slider(key="explore_shop_k").set_value(3).run()
    assert played(at).data["step"] == 0
    assert "explore_shop_step" not in at.query_params
    assert played(explorer(STEPS, explore_points=CUSTOMERS.title, explore_shop_step="x1")).data["step"] == 0


def test_start_over_takes_the_step_out_of_the_address():
    at = explorer(STEPS, explore_points=CUSTOMERS.title, explore_shop_step="4")
    next(button for button in at.button if button.label == "Start over").click().run()
    assert "explore_shop_step" not in at.query_params


def test_a_first_visit_plays_five_centroids_from_a_good_start(coffee: Scene):
    at = explorer(STEPS)
    assert played(at).runs == [run_of(coffee, 5, Seeding.KMEANS_PP)]
    assert any(coffee.about in caption.value for caption in at.main.caption)


def test_a_bad_start_stands_beside_a_good_one(coffee: Scene):
    shown = played(explorer(STEPS, explore_k="3", explore_beside=str(Seeding.LEFTMOST)))
    assert shown.runs == [run_of(coffee, 3, Seeding.KMEANS_PP), run_of(coffee, 3, Seeding.LEFTMOST)]
    assert [run["title"] for run in shown.data["runs"]] == ["k-means++", "Leftmost points"]


def test_a_start_draws_the_same_points_on_either_side_and_others_beside_itself(coffee: Scene):
    good, bad = str(Seeding.KMEANS_PP), str(Seeding.LEFTMOST)
    swapped = played(explorer(STEPS, explore_start=bad, explore_beside=good))
    assert swapped.runs == [run_of(coffee, 5, Seeding.LEFTMOST), run_of(coffee, 5, Seeding.KMEANS_PP)]
    twice = played(explorer(STEPS, explore_start=good, explore_beside=good))
    assert twice.runs == [
        run_of(coffee, 5, Seeding.KMEANS_PP),
        run_of(coffee, 5, Seeding.KMEANS_PP, seed=(0, 1, 1)),
    ]


def test_in_the_lesson_the_good_start_ends_far_below_the_bad_one():
    bad, good = (
        unpack(run) for run in played(page_of("pages/explorer.py", **BAD_START.example.view)).runs if run
    )
    assert good[1]["wcss"][-1] < bad[1]["wcss"][-1] / 5


@pytest.mark.parametrize(
    ("section", "heading"),
    [("Colors", "Colors in space"), (STEPS, "K-means at work")],
)
def test_the_heading_names_what_is_open(section: str, heading: str):
    first = explorer(section).main.markdown[0].value
    assert first.startswith("### ")
    assert heading in first


def test_color_space_seed_and_roll_go_into_the_run():
    image = load_sample("Cat")
    scene = photo_scene(image, color_histogram(image), ColorSpace.OKLAB)
    address = {"sample": "Cat", "space": "OKLab", "seed": "7", "explore_start": str(Seeding.RANDOM)}
    at = explorer(STEPS, **address, explore_roll="4")
    assert played(at).runs == [run_of(scene, 5, Seeding.RANDOM, (7, 4))]
    next(button for button in at.button if button.label == "New seed").click().run()
    assert played(at).runs == [run_of(scene, 5, Seeding.RANDOM, (7, 5))]
    assert at.query_params["explore_roll"] == "5"


def test_clicked_colors_come_back_with_the_link_and_can_be_undone(coffee: Scene):
    rows = [12, 3000, 700]
    seeds = "-".join(bytes(coffee.points.colors[row]).hex() for row in rows)
    at = explorer(STEPS, explore_start=str(Seeding.CHOSEN), explore_seeds=seeds)
    shown = played(at)
    assert shown.data["picks"]
    assert shown.runs == [run_of(coffee, 0, Seeding.CHOSEN, chosen=rows)]
    next(button for button in at.button if button.label == "Undo").click().run()
    assert played(at).runs == [run_of(coffee, 0, Seeding.CHOSEN, chosen=rows[:2])]
    assert at.query_params["explore_seeds"] == seeds[:13]
    next(button for button in at.button if button.label == "Clear").click().run()
    assert played(at).runs == [None]
    assert "explore_seeds" not in at.query_params


def test_customers_from_the_leftmost_and_from_clicked_ones():
    scene = CUSTOMERS.scene()
    shown = played(explorer(STEPS, explore_points=CUSTOMERS.title, explore_start=str(Seeding.LEFTMOST)))
    assert shown.runs == [run_of(scene, 5, Seeding.LEFTMOST)]
    clicked = played(
        explorer(
            STEPS,
            explore_points=CUSTOMERS.title,
            explore_start=str(Seeding.CHOSEN),
            explore_shop_seeds="5-190-77-5",
        )
    )
    assert clicked.runs == [run_of(scene, 0, Seeding.CHOSEN, chosen=[5, 190, 77])]


@pytest.mark.parametrize(
    "address",
    [
        {"explore_start": "worst", "explore_beside": "Me", "explore_k": "99", "explore_roll": "-3"},
        {"explore_seeds": "red", "explore_roll": "1e9"},
    ],
)
def test_garbled_values_fall_back(address: dict[str, str], coffee: Scene):
    assert played(explorer(STEPS, **address)).runs == [run_of(coffee, 5, Seeding.KMEANS_PP)]


def test_an_old_link_to_the_customers_opens_them_and_says_it_in_today_s_words():
    at = explorer("Customers", explore_start=str(Seeding.CHOSEN), explore_customers="5-190-77")
    assert played(at).runs == [run_of(CUSTOMERS.scene(), 0, Seeding.CHOSEN, chosen=[5, 190, 77])]
    assert at.query_params["explore_section"] == STEPS
    assert at.query_params["explore_points"] == CUSTOMERS.title
    assert at.query_params["explore_shop_seeds"] == "5-190-77"
    assert "explore_customers" not in at.query_params
    assert not at.toast


def test_the_customers_have_names_and_an_elbow():
    at = explorer(STEPS, explore_points=CUSTOMERS.title)
    (table,) = (html.proto.body for html in at.get("html") if 'class="groups-table' in html.proto.body)
    assert all(f" {name}</th>" in table for name in CUSTOMERS.groups)
    assert "Clear elbow at K = 5." in [each.value for each in at.main.markdown]
    assert any("4 customers of 200 (2.0 %)" in each.value for each in at.main.caption)


@pytest.mark.parametrize("point_set", [MOONS, UNEQUAL], ids=lambda each: each.title)
def test_what_will_happen_is_predicted_before_k_means_runs_and_then_told(point_set: PointSet):
    asked = explorer(STEPS, explore_points=point_set.title)
    assert point_set.question in "".join(each.value for each in asked.main.markdown)
    assert not [each for each in asked.get("bidi_component") if each.proto.component_name == "step_player"]
    k, key = len(point_set.groups), f"explore_{point_set.key}"
    points = point_set.scene().points
    trace = trace_steps(points, choose_seeds(points, k, Seeding.KMEANS_PP, seed=(0, 1)))
    for place, right in enumerate((False, True, False)):
        view = {f"{key}_guess": point_set.predictions[place].name, f"{key}_step": str(trace.n_steps - 1)}
        at = explorer(STEPS, explore_points=point_set.title, **view)
        assert played(at).runs == [run_of(point_set.scene(), k, Seeding.KMEANS_PP)]
        said = " ".join(each.value for each in at.main.markdown)
        assert ("Your prediction was right" in said) == right
        assert ("K-means did otherwise" in said) != right
        assert point_set.why in said
    at = explorer(STEPS, explore_points=point_set.title, **view | {f"{key}_step": "2"})
    assert not any(point_set.why in each.value for each in at.main.markdown)


def test_every_set_of_points_can_be_chosen():
    at = explorer(STEPS)
    choice = at.segmented_control(key="explore_points")
    assert [option.content for option in choice.proto.options] == [
        "Photo",
        *(each.title for each in POINT_SETS),
    ]


@pytest.mark.parametrize("seeds", ["200", "9999", "-1", "ff0000"])
def test_customers_who_are_not_there_are_not_chosen(seeds: str):
    at = explorer(
        STEPS, explore_points=CUSTOMERS.title, explore_start=str(Seeding.CHOSEN), explore_shop_seeds=seeds
    )
    assert played(at).runs == [None]


def test_one_pixel_and_transparency():
    pixels = np.zeros((1, 2, 4), np.uint8)
    pixels[0, 0] = (9, 90, 200, 255)
    for start in (Seeding.KMEANS_PP, Seeding.RANDOM, Seeding.LEFTMOST):
        at = explorer(STEPS, png(pixels), explore_start=str(start), explore_beside=str(start))
        assert len(played(at).runs) == 2
