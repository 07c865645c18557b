"""Many photos without a browser: what the page makes of one, made of a folder, on processes or a cluster."""
