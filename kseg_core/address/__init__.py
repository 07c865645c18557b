"""The address of a view: what of it decides pixels and numbers, from settings to parameters and back."""
