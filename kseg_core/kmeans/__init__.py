"""K-means segmentation: settings in, labels and palette out."""
