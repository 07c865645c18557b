"""One segmentation in many lights: painted anew, segments picked out, boundaries drawn over the photo."""
