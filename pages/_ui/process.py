"""What lets one process carry many visitors: free memory returned, short pauses, decoders kept apart."""

import ctypes
import gc
import sys

import streamlit as st

if sys.platform == "linux":
    from kseg_core.reading.decoder_process import DecoderProcess

    decoder = DecoderProcess()
    """Reads the files of all visitors."""
else:
    from kseg_core.reading import decode

    decoder = decode

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_ARENAS = 2
_LARGE = 1 << 22


def _find_allocator() -> ctypes.CDLL | None:
    """The C library, if it is GNU's; others have no such settings."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None


_allocator = _find_allocator()


@st.cache_resource
def set_up_process() -> None:
    """Set up memory and garbage collection, the first time that it is called: when all is imported.

    The allocator is asked for few arenas, and for arrays above four megabytes in mappings of their own. By
    default every thread may keep an arena of its own, and the size from which arrays get a mapping grows
    up to 32 MB with the arrays that are freed; what lies between stays with the process. Every mapping is
    cleared by the system when it is first written to: with one for each array above a megabyte, the K-means
    fit of a 12-megapixel photo takes twice as long.

    Streamlit collects garbage after every run, while everybody waits: without the libraries' own hundred
    thousand objects, which stay anyway, that takes a tenth of the time. Hardly one of them is garbage, and
    looking for it would keep the first visitor waiting.
    """
    if _allocator is not None:
        _allocator.mallopt(_ARENA_MAX, _ARENAS)
        _allocator.mallopt(_MMAP_THRESHOLD, _LARGE)
        _allocator.mallopt(_TRIM_THRESHOLD, _LARGE)
    gc.freeze()


def release_memory() -> None:
    """Return free pages to the system now."""
    if _allocator is not None:
        _allocator.malloc_trim(0)
