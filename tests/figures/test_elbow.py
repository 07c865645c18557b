from dataclasses import replace

import numpy as np
import pytest

from kseg_core.elbow import judges
from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.judges import KNEEDLE
from kseg_core.elbow.random_starts import best_known
from kseg_core.elbow.seed_spread import SeedSpread
from kseg_core.elbow.sweep import sweep
from kseg_core.figures.elbow import compression_figure, elbow_figure
from kseg_core.figures.judges import judges_figure
from kseg_core.figures.random_starts import random_starts_figure
from kseg_core.figures.theme import ACCENT_COLOR
from kseg_core.kmeans.metrics import psnr
from kseg_core.kmeans.settings import Init, KMeansSettings
from tests.core.elbow.trials import SETTINGS, random_starts
from tests.core.pictures import noise, patches

IMAGE = patches([(200, 40, 40), (40, 190, 60), (50, 60, 210), (230, 220, 90)])
CURVE = sweep(IMAGE, range(1, 8), KMeansSettings(k=1))
FEW = random_starts(noise(9, 9), [1, 2], runs=2)
CLEAR = "rgba(0,0,0,0)"


def test_the_curve_is_drawn_and_its_knee_marked() -> None:
    figure = elbow_figure(CURVE)
    line, knee = figure.data
    assert list(line.x) == list(CURVE.k_values)
    np.testing.assert_array_equal(line.y, CURVE.wcss_per_pixel)
    assert list(knee.x) == [4]
    assert list(knee.y) == [CURVE.wcss_per_pixel[3]]
    assert [note.text for note in figure.layout.annotations] == ["<b>K = 4</b>"]


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
    assert len(figure.data) == 1
    assert figure.layout.xaxis.range == (0.5, 10.5)


def test_error_bars_reach_from_the_best_to_the_worst_seed() -> None:
    wcss = np.stack([CURVE.wcss * 0.9, CURVE.wcss * 1.2])
    spread = SeedSpread(k_values=CURVE.k_values, seeds=(0, 1), wcss=wcss)
    bars = elbow_figure(CURVE, spread=spread).data[0].error_y
    np.testing.assert_allclose(bars.array, 0.2 * CURVE.wcss_per_pixel)
    np.testing.assert_allclose(bars.arrayminus, 0.1 * CURVE.wcss_per_pixel)


def test_the_note_follows_a_logarithmic_axis() -> None:
    figure = elbow_figure(CURVE, log=True)
    assert figure.layout.yaxis.type == "log"
    ticks = dict(zip(figure.layout.yaxis.ticktext, figure.layout.yaxis.tickvals, strict=True))
    assert ticks["2,000"] == 2000
    assert (
        min(ticks.values()) <= CURVE.wcss_per_pixel.min() <= CURVE.wcss_per_pixel.max() <= max(ticks.values())
    )
    assert figure.layout.annotations[0].y == pytest.approx(np.log10(CURVE.wcss_per_pixel[3]))


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
