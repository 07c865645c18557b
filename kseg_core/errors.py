"""The errors that a visitor can act on. Their messages are shown unchanged."""

import numpy as np


class KsegError(Exception):
    """Base of every error whose message is written for the visitor."""


class ImageError(KsegError):
    """A picture cannot be read or holds nothing to segment."""


class PassingError(ImageError):
    """A picture could not be read this time; another attempt may succeed."""


class SettingsError(KsegError):
    """A setting is out of range or contradicts another."""


def is_whole(value: object, low: int, high: int) -> bool:
    """Whether a value is a whole number from `low` to `high`; True and False are not."""
    return not isinstance(value, bool) and isinstance(value, int | np.integer) and bool(low <= value <= high)
