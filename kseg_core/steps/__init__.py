"""K-means one step at a time: where centroids start, how they move, and files that show it."""
