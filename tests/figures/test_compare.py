import pytest

from kseg_core.encoding.pictures import encode_preview
from kseg_core.figures.compare import Panel, compare_figure
from tests.core.pictures import noise

PICTURE = encode_preview(noise(20, 30), max_side=30)
PANELS = [
    Panel(title="Original", picture=PICTURE),
    Panel(title="K = 2", picture=PICTURE, bar=(("#ff0000", 0.75), ("#0000ff", 0.25))),
    Panel(title="K = 3"),
]


def test_pictures_zoom_together_and_stand_in_rows() -> None:
    figure = compare_figure(PANELS, width=30, height=20, columns=2)
    layout = figure.layout
    assert [image.source for image in layout.images] == [PICTURE.data_url] * 2
    assert [(image.sizex, image.sizey) for image in layout.images] == [(30, 20)] * 2
    assert [layout[f"xaxis{number}"].matches for number in (2, 3)] == ["x", "x"]
    assert [layout[f"yaxis{number}"].matches for number in (2, 3)] == ["y", "y"]
    assert layout.xaxis.domain == layout.xaxis3.domain
    assert layout.yaxis.domain == layout.yaxis2.domain
    assert layout.yaxis3.domain[1] < layout.yaxis.domain[0]
    assert layout.yaxis.range == (20, 0)


def test_titles_bars_and_what_is_still_computed_are_drawn() -> None:
    layout = compare_figure(PANELS, width=30, height=20, columns=3, mark=(4, 5)).layout
    texts = [annotation.text for annotation in layout.annotations]
    assert texts == ["<b>Original</b>", "<b>K = 2</b>", "<b>K = 3</b>", "computing …"]
    bar = [shape for shape in layout.shapes if shape.xref == "x2 domain"]
    assert [(shape.fillcolor, shape.x0, shape.x1) for shape in bar] == [
        ("#ff0000", 0.0, 0.75),
        ("#0000ff", 0.75, pytest.approx(1.0)),
    ]
    frames = [shape for shape in layout.shapes if (shape.x0, shape.x1, shape.y0, shape.y1) == (4, 5, 5, 6)]
    assert len(frames) == len(PANELS)
