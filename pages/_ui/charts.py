"""What visitors can do with a chart, for Plotly: the buttons over it, and whether it moves."""

PLAIN_CHART = {"displayModeBar": False}
"""No button."""

STILL_CHART = PLAIN_CHART | {"staticPlot": True}
"""No button, and nothing moves."""

SAVED_CHART = {"displaylogo": False, "modeBarButtons": [["toImage"]]}
"""A button that saves the picture, and no other."""

LINKED_CHART = {
    "displaylogo": False,
    "scrollZoom": True,
    "responsive": True,
    "modeBarButtons": [["zoomIn2d", "zoomOut2d", "resetScale2d"]],
}
"""Zoom by wheel and buttons, for pictures that zoom together."""

BARS_CHART = {"displaylogo": False, "displayModeBar": True, "modeBarButtons": [["pan2d", "select2d"]]}
"""Bars can be selected by clicks, or by a box once its button is pressed; never by both, in Streamlit."""

LASSO_CHART = {
    "displaylogo": False,
    "displayModeBar": True,
    "modeBarButtons": [["lasso2d", "select2d", "zoom2d", "resetScale2d"]],
}
"""Colors can be selected by a lasso or a box."""
