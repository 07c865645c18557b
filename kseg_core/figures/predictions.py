"""Figure of what K-means might do with a set of points, to choose from before it runs."""

from textwrap import fill

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from kseg_core.figures.theme import apply_theme
from kseg_core.palette import hex_code
from kseg_core.steps.packed_steps import GROUP_COLORS
from kseg_core.steps.point_sets import PointSet

_TITLE_LETTERS = 12
_GAP = 0.04


def predictions_figure(point_set: PointSet) -> go.Figure:
    """The points once for each prediction, beside each other, in the colors of its groups.

    Parameters
    ----------
    point_set : PointSet
        With predictions.
    """
    (positions, groups), predictions = point_set.draw(), point_set.predictions
    titles = [fill(each.name, _TITLE_LETTERS).replace("\n", "<br>") for each in predictions]
    figure = make_subplots(
        1, len(predictions), subplot_titles=titles, horizontal_spacing=_GAP, shared_yaxes=True
    )
    for column, prediction in enumerate(predictions, start=1):
        colors = GROUP_COLORS[prediction.grouping(positions, groups)]
        figure.add_scatter(
            x=positions[:, 0],
            y=positions[:, 1],
            mode="markers",
            marker={"size": 5, "color": [hex_code(color) for color in colors]},
            row=1,
            col=column,
        )
        figure.update_yaxes(scaleanchor=f"x{column}", constrain="domain", row=1, col=column)
    axis = {"showgrid": False, "zeroline": False, "showticklabels": False, "fixedrange": True}
    figure.update_xaxes(**axis, constrain="domain").update_yaxes(**axis)
    figure.update_annotations(font_size=13)
    return apply_theme(figure).update_layout(margin={"t": 40}, hovermode=False)
