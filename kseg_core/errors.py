"""The errors that a visitor can act on; their messages are shown as they are."""


class KsegError(Exception):
    """Base of every error whose message is written for the visitor."""


class ImageError(KsegError):
    """A picture cannot be read or holds nothing to segment."""


class SettingsError(KsegError):
    """A setting is out of range or contradicts another."""
