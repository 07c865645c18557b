"""Edges by Canny: settings, the edge map, its five stages, and what can be told of it."""
