"""What `decode_image` needs to know about files: formats, layouts, profiles and pixel modes."""
