"""RGB and RGBA of 16 bits: every bit counts wherever there is room, and nothing is refused for lack of it."""

from io import BytesIO

import cv2
import numpy as np
import pytest
import tifffile

from kseg_core.reading import deep_color
from kseg_core.reading.decode import MAX_PIXELS, decode_image, read_header, recognize_file
from kseg_core.reading.file_format import FileLayout
from kseg_core.reading.memory import choose_reduction

VALUES = np.random.default_rng(0).integers(0, 2**16, (6, 8, 4), np.uint16)


def png(values: np.ndarray) -> bytes:
    order = [2, 1, 0, 3][: values.shape[2]]
    return cv2.imencode(".png", np.ascontiguousarray(values[..., order]))[1].tobytes()


def tiff(values: np.ndarray, byteorder: str) -> bytes:
    stream, extra = BytesIO(), ["unassalpha"] * (values.shape[2] - 3)
    tifffile.imwrite(stream, values, photometric="rgb", extrasamples=extra, byteorder=byteorder)
    return stream.getvalue()


def files(channels: int) -> dict[str, bytes]:
    values = VALUES[..., :channels]
    orders = {"big": ">", "little": "<"}
    return {"PNG": png(values)} | {
        f"{name}-endian TIFF": tiff(values, order) for name, order in orders.items()
    }


@pytest.mark.parametrize("room", ["enough", "for halves", "little"])
@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("kind", files(3))
def test_every_way_of_decoding(kind: str, channels: int, room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = files(channels)[kind]
    per_pixel = {"enough": 100, "for halves": 8.1 + channels, "little": 5}[room]
    extra = recognize_file(data).walk(data).extra_bytes
    monkeypatch.setattr(deep_color, "MAX_DECODE_BYTES", per_pixel * VALUES[..., 0].size + extra)
    image = decode_image(data)
    found = image.pixels if image.alpha is None else np.dstack([image.pixels, image.alpha])
    exact = VALUES[..., :channels] / 257
    if room == "little":
        np.testing.assert_array_equal(found, VALUES[..., :channels] >> 8)
    else:
        np.testing.assert_array_equal(found, np.rint(exact))


@pytest.mark.parametrize("pixels", [18_000_000, MAX_PIXELS, 45_000_000])
@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("kind", files(3))
def test_large_pictures_are_not_refused(kind: str, channels: int, pixels: int) -> None:
    data = files(channels)[kind]
    file_format = read_header(data).file_format
    with file_format.open(BytesIO(data)) as image:
        image._size = (1000, pixels // 1000)
        assert choose_reduction(image, file_format, FileLayout(), MAX_PIXELS) == 1
