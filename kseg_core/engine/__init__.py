"""The parts of `kseg_core.kmeans`."""
