"""Which pictures the image viewer gets."""

from kseg_core.encoding.pictures import Encoded
from kseg_core.image import Box
from pages._ui.components.image_viewer import Layer, layers

BOX = Box(left=1, top=2, right=3, bottom=4)


def encoded(name: str, box: Box | None) -> Encoded:
    return Encoded(data=name.encode(), mime="image/png", width=1 if box is None else 2, height=1)


def test_layers_of_the_part_that_is_seen_lie_over_all_those_of_the_whole():
    def photo(box: Box | None) -> Encoded:
        return encoded("photo", box)

    def veil(box: Box | None) -> Encoded:
        return encoded("veil", box)

    whole = [Layer(encoded=photo(None)), Layer(encoded=veil(None))]
    assert layers(None, photo, veil) == whole
    part = [Layer(encoded=photo(BOX), box=BOX), Layer(encoded=veil(BOX), box=BOX)]
    assert layers(BOX, photo, veil) == whole + part
