"""What a visitor takes away of a result, at the photo's full resolution."""
