from dataclasses import replace
from unittest.mock import patch

import numpy as np
import plotly.graph_objects as go
import pytest

from kseg_core.elbow import judges
from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.judges import KNEEDLE
from kseg_core.elbow.random_starts import RandomStarts, best_known
from kseg_core.elbow.seed_spread import SeedSpread
from kseg_core.elbow.sweep import sweep
from kseg_core.elbow.verdict import ElbowVerdict, VerdictKind
from kseg_core.figures.elbow import compression_figure, elbow_figure
from kseg_core.figures.judges import judges_figure
from kseg_core.figures.random_starts import add_random_starts, random_starts_figure
from kseg_core.figures.theme import ACCENT_COLOR
from kseg_core.kmeans.metrics import psnr
from kseg_core.kmeans.settings import Init, KMeansSettings
from tests.core.elbow.trials import SETTINGS, random_starts
from tests.core.pictures import noise, patches

IMAGE = patches([(200, 40, 40), (40, 190, 60), (50, 60, 210), (230, 220, 90)])
CURVE = sweep(IMAGE, range(1, 8), KMeansSettings(k=1))
FEW = random_starts(noise(9, 9), [1, 2], runs=2)
CLEAR = "rgba(0,0,0,0)"


def notes(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def judged(kind: VerdictKind, **rest: object) -> go.Figure:
    """The figure of the curve, had this been the verdict."""
    verdict = ElbowVerdict(kind=kind, sentence="", **rest)
    with patch("kseg_core.elbow.elbow_curve.decide", return_value=verdict):
        return elbow_figure(CURVE)


def test_the_curve_is_drawn_and_a_line_stands_at_its_knee() -> None:
    figure = elbow_figure(CURVE)
    line = figure.data[0]
    assert list(line.x) == list(CURVE.k_values)
    np.testing.assert_array_equal(line.y, CURVE.wcss_per_pixel)
    (knee,) = figure.layout.shapes
    assert (knee.x0, knee.x1, knee.yref, knee.line.dash) == (4, 4, "y domain", "solid")
    assert notes(figure) == [f"<b>K = 4 explains {100 * CURVE.explained[3]:.1f} % of the variance</b>"]


def test_no_clear_elbow_is_said_on_the_curve() -> None:
    gradient = judged(VerdictKind.NO_STRUCTURE)
    assert notes(gradient) == ["<b>no clear elbow</b>"]
    assert not gradient.layout.shapes
    leaning = judged(VerdictKind.AMBIGUOUS, plausible=(3, 3))
    assert leaning.layout.shapes[0].line.dash == "dot"
    assert notes(leaning)[0].startswith("<b>no clear elbow; K = 3 explains ")
    several = judged(VerdictKind.AMBIGUOUS, plausible=(3, 5))
    assert several.layout.shapes[0].x0 < 3 < 5 < several.layout.shapes[0].x1
    assert notes(several) == ["<b>no clear elbow: K = 3 to 5 are equally defensible</b>"]


def test_a_second_axis_reads_the_heights_as_variance_explained() -> None:
    axis = elbow_figure(CURVE).layout.yaxis3
    ticks = dict(zip(axis.ticktext, axis.tickvals, strict=True))
    assert axis.matches == "y"
    assert ticks["100 %"] == 0.0
    assert ticks["0 %"] == pytest.approx(CURVE.wcss_per_pixel[0])
    assert ticks["75 %"] == pytest.approx(CURVE.wcss_per_pixel[0] / 4)


def test_random_starts_are_drawn_over_the_curve_and_their_rises_stand_out() -> None:
    starts = RandomStarts(
        k_values=(2, 3, 4),
        wcss=np.array([[90.0, 60.0, 70.0], [80.0, 50.0, 40.0]]),
        centers=(),
        settings=SETTINGS,
        n_pixels=10,
    )
    figure = add_random_starts(elbow_figure(CURVE), starts)
    thin, thick = figure.data[-2:]
    assert thin.name == "2 random starts"
    np.testing.assert_array_equal(thin.x, [2, 3, 4, np.nan] * 2)
    np.testing.assert_array_equal(thin.y, [9, 6, 7, np.nan, 8, 5, 4, np.nan])
    np.testing.assert_array_equal(thick.x, [3, 4, np.nan])
    np.testing.assert_array_equal(thick.y, [6, 7, np.nan])
    assert figure.layout.showlegend


def test_with_random_starts_the_axis_ends_above_two_clusters_and_what_is_higher_is_named() -> None:
    starts = RandomStarts(
        k_values=(1, 2, 3),
        wcss=CURVE.n_pixels * np.array([[CURVE.wcss_per_pixel[0], 1.0, 0.5]]),
        centers=(),
        settings=SETTINGS,
        n_pixels=CURVE.n_pixels,
    )
    figure = add_random_starts(elbow_figure(CURVE), starts)
    assert figure.layout.yaxis.range == (0.0, pytest.approx(1.12))
    above = [k for k, y in zip(CURVE.k_values, CURVE.wcss_per_pixel, strict=True) if y > 1.12]
    assert above
    said = figure.layout.annotations[-1].text
    assert [line.split("K = ")[1] for line in said.split("<br>")] == [str(k) for k in above]


def test_hover_tells_k_variance_gain_and_palette() -> None:
    k, explained, gain, palette = elbow_figure(CURVE).data[0].customdata[3]
    assert k == 4
    assert explained == f"{100 * CURVE.explained[3]:.1f} %"
    assert gain == f"{100 * CURVE.gains[3]:.1f} %"
    assert all(color in palette for color in CURVE.points[3].palette_hex)
    assert elbow_figure(CURVE).data[0].customdata[0][2] == "–"


def test_a_curve_without_a_knee_has_no_mark() -> None:
    growing = ElbowCurve(points=CURVE.points[:2])
    figure = elbow_figure(growing, k_range=(1, 10))
    assert not figure.layout.shapes
    assert not figure.layout.annotations
    assert figure.layout.xaxis.range == (0.5, 10.5)


def test_error_bars_reach_from_the_best_to_the_worst_seed() -> None:
    wcss = np.stack([CURVE.wcss * 0.9, CURVE.wcss * 1.2])
    spread = SeedSpread(k_values=CURVE.k_values, seeds=(0, 1), wcss=wcss)
    bars = elbow_figure(CURVE, spread=spread).data[0].error_y
    np.testing.assert_allclose(bars.array, 0.2 * CURVE.wcss_per_pixel)
    np.testing.assert_allclose(bars.arrayminus, 0.1 * CURVE.wcss_per_pixel)


def test_a_logarithmic_axis_has_ticks_around_the_curve() -> None:
    figure = elbow_figure(CURVE, log=True)
    assert figure.layout.yaxis.type == "log"
    ticks = dict(zip(figure.layout.yaxis.ticktext, figure.layout.yaxis.tickvals, strict=True))
    assert ticks["2,000"] == 2000
    assert (
        min(ticks.values()) <= CURVE.wcss_per_pixel.min() <= CURVE.wcss_per_pixel.max() <= max(ticks.values())
    )
    assert figure.layout.annotations[0].yref == "y domain"


def test_each_judge_has_a_panel() -> None:
    figure = judges_figure(CURVE)
    judgments = CURVE.judgments
    assert [trace.name for trace in figure.data] == [judgment.judge.name for judgment in judgments]
    for trace, judgment in zip(figure.data, judgments, strict=True):
        marked = [k for k, color in zip(trace.x, trace.marker.color, strict=True) if color == ACCENT_COLOR]
        assert marked == ([] if judgment.recommended is None else [judgment.recommended])
        assert (trace.error_y.array is None) == (judgment.spread is None)
    assert len({trace.xaxis for trace in figure.data}) == len(judgments)
    assert "Silhouette: <b>K = 4</b>" in [note.text for note in figure.layout.annotations]


def test_a_new_judge_has_a_panel_drawn_as_its_row_says(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"New {number}" for number in range(20)]
    rows = [replace(KNEEDLE, name=name, is_logarithmic=True) for name in names]
    monkeypatch.setattr(judges, "JUDGES", (*judges.JUDGES, *rows))
    figure = judges_figure(CURVE)
    for trace, name in zip(figure.data[-len(rows) :], names, strict=True):
        axis = figure.layout[trace.yaxis.replace("y", "yaxis")]
        assert trace.name == name
        assert axis.type == "log"
        assert axis.domain[0] < axis.domain[1]
        assert any(note.text.startswith(f"{name}: ") for note in figure.layout.annotations)


def test_compression_shows_what_is_there() -> None:
    figure = compression_figure(CURVE, [1000, 2000, 3500])
    (trace,) = figure.data
    assert list(trace.x) == [1.0, 2.0, 3.5]
    assert list(trace.y) == [psnr(point.fit) for point in CURVE.points[:3]]
    assert list(trace.text) == ["1", "2", "3"]
    assert len(compression_figure(CURVE, []).data[0].x) == 0


def test_an_exact_result_has_no_place_on_the_decibel_axis() -> None:
    exact = sweep(patches([(0, 0, 0), (200, 0, 0)], sigma=0), [1, 2], KMeansSettings(k=1))
    assert list(compression_figure(exact, [100, 200]).data[0].text) == ["1"]


def test_every_run_is_a_dot_beside_its_k() -> None:
    sets = [random_starts(IMAGE, [2, 4], runs=5, settings=replace(SETTINGS, init=init)) for init in Init]
    best = best_known(sets)
    figure = random_starts_figure(sets, best)
    assert [trace.name for trace in figure.data] == [runs.name for runs in sets]
    for trace, runs in zip(figure.data, sets, strict=True):
        assert len(trace.x) == 10
        for x, y, (k, rank, wcss) in zip(trace.x, trace.y, trace.customdata, strict=True):
            assert abs(x - k) < 0.5
            assert y == pytest.approx(100 * (wcss * runs.n_pixels / best[k] - 1))
            assert np.sort(runs.wcss_of(k))[int(rank)] / runs.n_pixels == wcss
    strips = [{np.sign(x - round(x)) for x in trace.x} for trace in figure.data]
    assert strips == [{-1.0}, {1.0}]


@pytest.mark.parametrize(
    "figure",
    [
        elbow_figure(CURVE),
        judges_figure(CURVE),
        compression_figure(CURVE, [1, 2]),
        random_starts_figure([FEW], best_known([FEW])),
    ],
    ids=["elbow", "judges", "compression", "random starts"],
)
def test_the_page_shines_through(figure) -> None:
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == CLEAR
    figure.to_json()
