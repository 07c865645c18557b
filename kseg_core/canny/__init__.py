"""The parts of `kseg_core.edges` and `kseg_core.canny_stages`, and what can be told of an edge map."""
