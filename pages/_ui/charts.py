"""What the charts of all pages have in common: the buttons over them."""

PLAIN_CHART = {"displayModeBar": False}
"""No button."""

SAVED_CHART = {"displaylogo": False, "modeBarButtons": [["toImage"]]}
"""A button that saves the picture, and no other."""
