"""Canny edges: settings, the edge map, its five stages, its thresholds, and its agreement with segments."""
