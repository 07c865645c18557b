"""Ways to sort the pixels of a picture into segments by color, to compare with K-means."""
