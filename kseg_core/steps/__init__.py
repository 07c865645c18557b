"""K-means one step at a time: on what, from where, how centroids move, and files that show it."""
