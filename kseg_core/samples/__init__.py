"""The sample gallery and its synthetic pictures."""
