"""The Elbow page: its curve, verdict and evidence are what the core finds."""

import base64
import json
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from kseg_core import Init, KMeansSettings, RgbImage, segment
from kseg_core.csv_table import csv_table
from kseg_core.elbow import judges
from kseg_core.elbow.judges import KNEEDLE
from kseg_core.elbow.random_starts import most_divided
from kseg_core.elbow.sweep import sweep
from kseg_core.kmeans.settings import K_MAX
from kseg_core.samples.gallery import load_sample
from kseg_core.wording import percent
from pages._ui.declarations.elbow import ElbowSection
from tests.app.visit import cards, elements, page_of, png
from tests.core.elbow.trials import SETTINGS, random_starts


def elbow_page(**address: str | list[str]) -> AppTest:
    return page_of("pages/elbow.py", **address)


def figures(at: AppTest) -> list[dict]:
    return [json.loads(each.proto.spec) for each in elements(at.main) if each.type == "plotly_chart"]


def curve_trace(at: AppTest) -> dict:
    return next(
        trace for figure in figures(at) for trace in figure["data"] if trace.get("name") == "best start"
    )


def words(at: AppTest) -> str:
    return "\n".join(each.value for each in [*at.markdown, *at.caption])


def verdict_line(at: AppTest) -> str:
    return next(line for line in words(at).splitlines() if " elbow" in line and line.startswith("####"))


def numbers(values: object) -> np.ndarray:
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
    return np.array(values, dtype=float)


def test_the_curve_is_that_of_sweep():
    at = elbow_page(sample="Coffee", elbow_max="6")
    expected = sweep(load_sample("Coffee"), range(1, 7), KMeansSettings(k=1))
    assert not at.exception
    trace = curve_trace(at)
    assert numbers(trace["x"]).tolist() == [1, 2, 3, 4, 5, 6]
    assert numbers(trace["y"]) == pytest.approx(expected.wcss_per_pixel, rel=1e-12)
    assert expected.verdict is not None
    assert expected.verdict.sentence in words(at)


def test_discs_have_a_clear_elbow_at_six_and_it_is_shown_large():
    at = elbow_page(sample="Discs", elbow_max="7")
    assert "Clear elbow at K = 6." in words(at)
    (card,) = cards(at)
    expected = segment(load_sample("Discs"), KMeansSettings(k=6))
    assert card.hexes == ["#{:02x}{:02x}{:02x}".format(*color) for color in expected.palette.tolist()]


def test_a_gradient_has_none():
    assert "No clear elbow: the picture is one smooth gradient." in words(
        elbow_page(sample="Gradient", elbow_max="4")
    )


def test_the_chosen_k_of_the_address_is_shown():
    (card,) = cards(elbow_page(sample="Coffee", elbow_max="6", elbow_k="2"))
    expected = segment(load_sample("Coffee"), KMeansSettings(k=2))
    assert card.shares == [percent(share) for share in expected.shares]


def test_every_k_has_a_picture_below_its_point():
    at = elbow_page(sample="Coffee", elbow_max="5")
    images = next(figure for figure in figures(at) if figure["layout"].get("images"))["layout"]["images"]
    assert [image["x"] for image in images if image["yref"] == "y2"] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "address",
    [
        {"elbow_max": str(K_MAX + 1)},
        {"elbow_max": "abc"},
        {"elbow_k": str(K_MAX)},
        {"elbow_k": "<b>"},
        {"elbow_section": "Nothing"},
        {"elbow_section": ""},
        {"space": "Foo", "seed": "-1"},
    ],
)
def test_garbled_addresses_fall_back(address: dict[str, str]):
    at = elbow_page(sample="Shoreline", **address)
    assert not at.exception
    assert not at.error
    assert "Clear elbow at K = 3." in words(at)


def test_the_judges_fold_behind_a_line_that_counts_them():
    at = elbow_page(sample="Shoreline", elbow_max="6")
    curve = sweep(load_sample("Shoreline"), range(1, 7), KMeansSettings(k=1))
    votes = [judgment.recommended for judgment in curve.judgments].count(3)
    assert votes > len(curve.judgments) / 2
    assert [each.label for each in at.expander if "judges" in each.label] == [
        f"{votes} of {len(curve.judgments)} judges recommend K = 3. See how each judges."
    ]
    assert judges.JUDGES[0].about not in words(at)


def test_judges_that_disagree_are_said_to():
    pixels = load_sample("Cat").pixels[::8, ::8].copy()
    at = page_of("pages/elbow.py", png(pixels), elbow_max="6", elbow_starts="false")
    curve = sweep(RgbImage(pixels=pixels), range(1, 7))
    *others, last = sorted({each.recommended for each in curve.judgments if each.recommended is not None})
    (line,) = [each.label for each in at.expander if "judges" in each.label]
    named = f"{', '.join(map(str, others))} or {last}"
    assert line == f"The judges disagree: they recommend K = {named}. See how each judges."


def test_random_starts_are_drawn_over_the_curve_until_they_are_switched_off():
    at = elbow_page(sample="Shoreline", elbow_max="4")
    expected = random_starts(load_sample("Shoreline"), range(2, 5), runs=10)
    (thin,) = [
        trace for figure in figures(at) for trace in figure["data"] if trace.get("name") == "10 random starts"
    ]
    drawn = numbers(thin["y"]).reshape(10, 4)[:, :-1]
    assert drawn == pytest.approx(expected.wcss_per_pixel)
    assert f"In {expected.rises} of 10 the error **rises** somewhere" in words(at)
    off = elbow_page(sample="Shoreline", elbow_max="4", elbow_starts="false")
    assert "10 random starts" not in {
        trace.get("name") for figure in figures(off) for trace in figure["data"]
    }


def test_the_best_and_the_worst_run_are_those_of_the_k_where_they_differ_most():
    address = {"sample": "Discs", "elbow_max": "6", "elbow_section": "Random starts", "elbow_runs": "5"}
    sets = [
        random_starts(load_sample("Discs"), range(2, 7), runs=5, settings=replace(SETTINGS, init=init))
        for init in Init
    ]
    most = most_divided(sets)
    assert f"at **K = {most}**, where they differ most." in words(elbow_page(**address))
    other = 2 if most != 2 else 3
    chosen = words(elbow_page(**address, elbow_runs_k=str(other)))
    assert f"at **K = {other}**; they differ most at K = {most}." in chosen


def test_an_old_link_to_the_judges_opens_the_curve():
    at = elbow_page(sample="Shoreline", elbow_max="3", elbow_section="Judges", elbow_judges="true")
    assert not at.exception
    assert judges.JUDGES[0].about in words(at)


def test_the_judges_are_listed_with_what_they_recommend():
    at = elbow_page(sample="Shoreline", elbow_max="6", elbow_judges="true")
    curve = sweep(load_sample("Shoreline"), range(1, 7), KMeansSettings(k=1))
    table = words(at)
    for judgment in curve.judgments:
        recommended = "none" if judgment.recommended is None else judgment.recommended
        assert f"| **{judgment.judge.name}** | {recommended} | {judgment.judge.about} |" in table


@pytest.mark.parametrize("section", [each for each in ElbowSection if each is not ElbowSection.SPACES])
def test_every_section_opens(section: ElbowSection):
    at = elbow_page(
        sample="Shoreline", elbow_max="3", elbow_section=str(section), elbow_runs="5", elbow_seeds="2"
    )
    assert not at.exception
    assert not at.error


def test_a_new_judge_is_a_row_that_the_page_walks_over(monkeypatch: pytest.MonkeyPatch):
    pixels = load_sample("Cat").pixels[::8, ::8].copy()

    def page(section: ElbowSection = ElbowSection.CURVE) -> AppTest:
        return page_of(
            "pages/elbow.py", png(pixels), elbow_max="4", elbow_section=str(section), elbow_judges="true"
        )

    verdict = verdict_line(page())
    assert "equally defensible" in verdict
    row = replace(KNEEDLE, name="New", about="What it measures.", number_format="%.1f %%")
    monkeypatch.setattr(judges, "JUDGES", (*judges.JUDGES, row))
    listed = page()
    assert verdict_line(listed) == verdict
    assert "| **New** |" in words(listed)
    assert "What it measures." in words(listed)
    assert "New" in [trace.get("name") for figure in figures(listed) for trace in figure["data"]]
    spaces = page(ElbowSection.SPACES)
    assert any(
        '<th scope="col">New</th>' in each.proto.body for each in elements(spaces.main) if each.type == "html"
    )
    table = page(ElbowSection.TABLE).dataframe[0]
    expected = sweep(RgbImage(pixels=pixels), range(1, 5)).table()
    assert table.value["New"].to_numpy() == pytest.approx(100 * expected["New"].to_numpy())
    assert json.loads(table.proto.columns)["New"]["type_config"]["format"] == "%.1f %%"


def test_the_table_holds_the_numbers_of_the_curve():
    at = elbow_page(sample="Shoreline", elbow_max="4", elbow_section=str(ElbowSection.TABLE))
    expected = sweep(load_sample("Shoreline"), range(1, 5), KMeansSettings(k=1)).table()
    assert at.dataframe[0].value["WCSS"].to_numpy() == pytest.approx(expected["WCSS"].to_numpy())


def test_the_csv_is_the_table_with_every_digit():
    curve = sweep(load_sample("Shoreline"), range(1, 5), KMeansSettings(k=1))
    assert csv_table(curve.columns()).decode("utf-8-sig") == curve.table().to_csv(index=False)


def test_random_starts_find_the_best_less_often_than_kmeans_pp():
    at = elbow_page(sample="Discs", elbow_max="6", elbow_section=str(ElbowSection.STARTS), elbow_runs="10")
    assert "**random, attempts = 1** found the best known result in" in words(at)
    names = {trace.get("name") for figure in figures(at) for trace in figure["data"]}
    assert {"random, attempts = 1", "k-means++, attempts = 1"} <= names


def test_more_attempts_stand_beside_one():
    at = elbow_page(
        sample="Shoreline",
        elbow_max="3",
        elbow_section=str(ElbowSection.STARTS),
        elbow_runs="5",
        elbow_attempts="3",
        elbow_roll="2",
    )
    names = [trace.get("name") for figure in figures(at) for trace in figure["data"]]
    assert "random, attempts = 1" in names
    assert "random, attempts = 3" in names


@pytest.mark.parametrize("section", list(ElbowSection))
def test_one_pixel_opens_every_section(section: ElbowSection):
    one = png(np.full((1, 1, 3), 90, np.uint8))
    at = page_of("pages/elbow.py", one, elbow_section=str(section))
    assert not at.exception
    assert not at.error
    assert "There is only one color" in words(at)


def test_a_picture_with_fewer_colors_than_k_still_has_a_page():
    pixels = np.zeros((4, 4, 3), np.uint8)
    pixels[:2] = (200, 30, 30)
    at = page_of("pages/elbow.py", png(pixels))
    assert not at.exception
    assert numbers(curve_trace(at)["y"])[1:].max() == 0.0
