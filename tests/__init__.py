"""A package, so that no other package of this name on the path can stand in for it."""
