"""ICO: icons, each in several sizes, of which the largest is read."""

import struct

from kseg_core.errors import ImageError
from kseg_core.reading.file_format import FileLayout, too_many_parts
from kseg_core.reading.png import SIGNATURE

_MAX_ICONS = 64
_MAX_SIDE = 1024


def walk(data: bytes) -> FileLayout:
    """Check how large each icon really is: the decoder reads one as soon as it opens the file."""
    count = struct.unpack_from("<H", data, 4)[0]
    if count > _MAX_ICONS:
        raise too_many_parts("ICO")
    complete = count > 0
    for entry in range(6, 6 + 16 * count, 16):
        size, start = struct.unpack_from("<LL", data, entry + 8)
        is_png = data.startswith(SIGNATURE, start)
        sides = (
            struct.unpack_from(">LL", data, start + 16)
            if is_png
            else struct.unpack_from("<ll", data, start + 4)
        )
        if max(map(abs, sides)) > _MAX_SIDE * (1 if is_png else 2):
            raise ImageError(f"An icon in this ICO file is larger than {_MAX_SIDE} × {_MAX_SIDE} pixels.")
        complete = complete and start + size <= len(data)
    return FileLayout(complete=complete, pictures=1)
