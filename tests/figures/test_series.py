"""The line over a series."""

import numpy as np

from kseg_core.figures.series import series_figure, series_words

COLORS = np.array([(255, 0, 0), (160, 160, 160)], np.uint8)
SHARES = np.array([(0.25, 0.75), (0.5, 0.5), (0.125, 0.875)])
RANGES = SHARES - 0.0625, SHARES + 0.125


def test_a_line_for_each_class_with_hollow_points_where_colors_do_not_fit():
    figure = series_figure(["a", "b", "c"], ["leaf", "other"], COLORS, SHARES, RANGES, [True, False, True])
    assert [(line.name, line.line.color) for line in figure.data] == [
        ("leaf", "#ff0000"),
        ("other", "#a0a0a0"),
    ]
    assert figure.data[0].y.tolist() == [25.0, 50.0, 12.5]
    assert figure.data[0].error_y.array.tolist() == [12.5] * 3
    assert figure.data[0].error_y.arrayminus.tolist() == [6.25] * 3
    assert list(figure.data[0].marker.symbol) == ["circle", "circle-open", "circle"]
    assert figure.layout.xaxis.type == "category"


def test_times_are_as_far_apart_as_they_are():
    times = ["2026-05-03 12:00:00", "2026-05-04 12:00:00", "2026-06-03 12:00:00"]
    figure = series_figure(times, ["leaf", "other"], COLORS, SHARES, RANGES, [True] * 3, by_time=True)
    assert figure.layout.xaxis.type == "date"
    assert list(figure.data[1].x) == times


def test_the_line_in_words():
    words = series_words(["leaf", "other"], SHARES)
    assert "leaf from 25.0 % to 12.5 %, between 12.5 % and 50.0 %" in words
