"""One segmentation shown in other ways: painted anew, segments picked out, boundaries over the photo."""
