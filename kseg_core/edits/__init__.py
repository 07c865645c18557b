"""What a visitor changes in a finished segmentation: merged clusters, other colors, specks removed."""
