"""The photo as a cloud of colors: where each color lies, which points stand for it, and what is selected."""
