"""The sample gallery, and its pictures made by arithmetic."""
