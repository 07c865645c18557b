"""Palettes as pictures: swatches in SVG and PNG."""

from html import escape

import numpy as np

from kseg_core.encoding.pictures import encode_label_map
from kseg_core.export.palettes.swatches import Swatches
from kseg_core.wording import percent

_SIDE = 160
_CAPTION = 56
_FONT = 'font-family="sans-serif" font-size="14"'


def svg_swatches(swatches: Swatches) -> bytes:
    """One square a color in an SVG, side by side, with hex value, name and share written below."""
    width = _SIDE * len(swatches.names)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_SIDE + _CAPTION}" '
        f'viewBox="0 0 {width} {_SIDE + _CAPTION}">',
        f"<title>{escape(swatches.title)}</title>",
    ]
    for number, (name, code, _, share) in enumerate(swatches.rows()):
        left = number * _SIDE
        lines += [
            f'<rect x="{left}" y="0" width="{_SIDE}" height="{_SIDE}" fill="{code}"/>',
            f'<text x="{left + 8}" y="{_SIDE + 22}" {_FONT}>{code}, {percent(share)}</text>',
            f'<text x="{left + 8}" y="{_SIDE + 42}" {_FONT}>{escape(name)}</text>',
        ]
    return ("\n".join([*lines, "</svg>"]) + "\n").encode()


def png_swatches(swatches: Swatches) -> bytes:
    """One square a color as an indexed PNG, side by side, without text: for picking colors from."""
    numbers = np.arange(len(swatches.names), dtype=np.uint8)
    return encode_label_map(np.tile(np.repeat(numbers, _SIDE), (_SIDE, 1)), swatches.colors).data
