"""Numbers out of a segmentation: classes, areas and how sure they are, objects, series of photos."""
