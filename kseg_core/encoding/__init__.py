"""Pictures and label maps as files."""
