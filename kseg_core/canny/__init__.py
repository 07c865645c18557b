"""The parts of the Edges page beside `kseg_core.edges` and `kseg_core.canny_stages`."""
