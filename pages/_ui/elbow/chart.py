"""What the charts of the Elbow page have in common."""

CHART = {"displaylogo": False, "modeBarButtons": [["toImage"]]}
"""A button that saves the picture, and no other."""
