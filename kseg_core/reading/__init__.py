"""From the bytes of a picture file to an `RgbImage`: formats, layouts, color profiles and pixel modes."""
