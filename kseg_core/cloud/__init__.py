"""The photo as a cloud of colors: shapes, points, projections and the selection of colors."""
