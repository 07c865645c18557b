"""A process for the decoders: it reads what they read, and when it ends, one sentence says so."""

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kseg_core.errors import ImageError, PassingError, SettingsError
from kseg_core.image import RgbImage
from kseg_core.reading import messages
from kseg_core.reading.decode import (
    MAX_PIXELS,
    MAX_UPLOAD_BYTES,
    decode_image,
    opencv_pixels,
    read_header,
    recognize_file,
)
from kseg_core.reading.decoder_process import DecoderProcess, _Turn
from kseg_core.reading.decoder_worker import Limits
from tests.core.reading.ended_worker import signal_while_decoding, slow_file
from tests.core.reading.picture_files import GRAY, IMAGE, display_p3_profile, every_format, save

FILES = every_format()
SMALL = FILES["PNG"]
SLOW = slow_file()
FAILED = "Reading this PNG file failed in the middle. Try it once more, and if it fails again, as a JPEG."
TOO_LONG = (
    "Reading this PNG file took too long and was stopped. Make the picture smaller, or save it as a JPEG."
)
TOO_LARGE = (
    "Reading this PNG file would take more than 300 MB of memory. Make the picture smaller and try again."
)
STARTER = """
import os, sys
from kseg_core.reading.decoder_process import DecoderProcess, _Turn
decoder = DecoderProcess()
decoder.read_header(sys.stdin.buffer.read())
print(decoder.pid, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(scope="module")
def decoder() -> DecoderProcess:
    return DecoderProcess()


def read(decoder: DecoderProcess, data: bytes, *, max_pixels: int = MAX_PIXELS) -> RgbImage:
    return decoder.decode_file(data, decoder.read_header(data, max_pixels=max_pixels))


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def odd_pictures() -> dict[str, bytes]:
    translucent = np.dstack([np.array(IMAGE), GRAY])
    large = np.random.default_rng(2).integers(0, 256, (600, 600, 4), np.uint8)
    return {
        "alpha": save(Image.fromarray(translucent), "PNG"),
        "alpha, large": save(Image.fromarray(large), "PNG", compress_level=1),
        "a profile and a turn": save(IMAGE, "TIFF", icc_profile=display_p3_profile(), tiffinfo={274: 6}),
        "values without bounds": save(Image.fromarray(GRAY * np.float32(7.3)), "TIFF"),
        "an animation": save(IMAGE, "GIF", save_all=True, append_images=[IMAGE.transpose(0)]),
    }


@pytest.mark.parametrize("data", [*FILES.values(), *odd_pictures().values()], ids=[*FILES, *odd_pictures()])
@pytest.mark.parametrize("max_pixels", [MAX_PIXELS, 999])
def test_it_reads_what_the_decoders_read(decoder: DecoderProcess, data: bytes, max_pixels: int):
    expected = decode_image(data, max_pixels=max_pixels)
    assert (
        decoder.read_header(data, max_pixels=max_pixels).facts
        == read_header(data, max_pixels=max_pixels).facts
    )
    image = read(decoder, data, max_pixels=max_pixels)
    np.testing.assert_array_equal(image.pixels, expected.pixels)
    np.testing.assert_equal(image.alpha, expected.alpha)
    assert not image.pixels.flags.writeable
    assert (image.digest, image.prepared) == (expected.digest, expected.prepared)
    for with_alpha in (False, True):
        seen = decoder.opencv_pixels(data, with_alpha=with_alpha)
        np.testing.assert_equal(seen, opencv_pixels(data, with_alpha=with_alpha))


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", SMALL[:150], save(Image.new("RGBA", (3, 3)), "PNG"), bytes(MAX_UPLOAD_BYTES + 1)],
    ids=["empty", "words", "cut short", "nothing to see", "too large"],
)
def test_a_bad_file_gets_the_same_sentence(decoder: DecoderProcess, data: bytes):
    with pytest.raises(ImageError) as expected:
        decode_image(data)
    with pytest.raises(ImageError) as refused:
        read(decoder, data)
    assert str(refused.value) == str(expected.value)


def test_a_setting_out_of_range_is_told(decoder: DecoderProcess):
    with pytest.raises(SettingsError, match="at least one pixel"):
        decoder.read_header(SMALL, max_pixels=0)


def test_every_thread_gets_its_own_picture(decoder: DecoderProcess):
    jobs = [data for data in FILES.values() if not recognize_file(data).in_process] * 3
    with ThreadPoolExecutor(8) as pool:
        images = list(pool.map(lambda data: read(decoder, data), jobs))
    assert [image.digest for image in images] == [read_header(data).digest for data in jobs]


def test_a_header_does_not_wait_for_all_the_pixels_that_others_wait_for():
    turn = _Turn()
    order: list[bool] = []

    def take(is_short: bool) -> None:
        with turn.taken(is_short=is_short):
            order.append(is_short)

    with ThreadPoolExecutor(3) as pool, turn.taken(is_short=False):
        for waiting, is_short in enumerate((False, False, True), start=1):
            pool.submit(take, is_short)
            while len(turn._changed._waiters) < waiting:
                time.sleep(0.001)
    assert order == [True, False, False]


def test_it_starts_when_it_is_needed():
    decoder = DecoderProcess()
    read(decoder, FILES["JPEG"])
    assert decoder.pid is None
    read(decoder, SMALL)
    assert decoder.pid is not None


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP])
def test_a_process_that_ends_or_hangs_costs_one_sentence(decoder: DecoderProcess, number: int):
    read(decoder, SMALL)
    before = decoder.pid
    assert decoder._worker is not None
    if number == signal.SIGSTOP:
        decoder._worker.connection.settimeout(1.0)
    with pytest.raises(ImageError) as refused, signal_while_decoding(decoder, number):
        read(decoder, SLOW)
    assert str(refused.value) == (TOO_LONG if number == signal.SIGSTOP else FAILED)
    assert decoder.pid is None
    np.testing.assert_array_equal(read(decoder, SMALL).pixels, decode_image(SMALL).pixels)
    assert decoder.pid not in (before, None)


@pytest.mark.parametrize("limits", [Limits(cpu_seconds=0.05), Limits(seconds=0.05)])
def test_a_file_that_takes_too_long(limits: Limits):
    decoder = DecoderProcess(limits)
    with pytest.raises(ImageError) as refused:
        read(decoder, SLOW)
    assert str(refused.value) == TOO_LONG
    read(decoder, SMALL)


def test_a_file_that_takes_too_much_memory():
    decoder = DecoderProcess(Limits(memory=40_000_000))
    read(decoder, SMALL)
    before = decoder.pid
    with pytest.raises(ImageError) as refused:
        read(decoder, SLOW)
    assert str(refused.value) == TOO_LARGE
    read(decoder, SMALL)
    assert decoder.pid == before


def test_a_process_that_cannot_be_started_costs_one_sentence(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(PassingError) as refused:
        DecoderProcess().read_header(SMALL)
    assert str(refused.value) == FAILED


def test_a_process_that_was_about_to_leave_loses_no_file():
    decoder = DecoderProcess(Limits(idle_seconds=0))
    for _ in range(3):
        read(decoder, SMALL)


def test_a_file_at_which_opencv_ends_is_not_read_by_scripts(decoder: DecoderProcess):
    read(decoder, SMALL)
    with signal_while_decoding(decoder, signal.SIGKILL):
        assert decoder.opencv_pixels(SLOW, with_alpha=False) is None


def test_no_process_is_left_when_its_starter_is_killed():
    starter = subprocess.run(
        [sys.executable, "-c", STARTER], input=SMALL, stdout=subprocess.PIPE, check=False
    )
    assert starter.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 10
    while (is_there := is_running(int(starter.stdout))) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_there


@pytest.mark.parametrize("is_allowed", [True, False])
def test_many_bytes_arrive_whether_or_not_memory_can_be_shared(
    is_allowed: bool, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> int:
        raise PermissionError

    if not is_allowed:
        monkeypatch.setattr(os, "memfd_create", refuse)
    one, other = socket.socketpair()
    with one, other, ThreadPoolExecutor(1) as pool:
        sent = np.arange(messages.SHARED_FROM, dtype=np.uint32)
        sending = pool.submit(messages.send, one, {"n": np.int64(3)}, sent[:5].data, sent[5:].data)
        values, received = messages.receive(other)
        sending.result()
        assert values == {"n": 3}
        assert isinstance(received, bytes) != is_allowed
        np.testing.assert_array_equal(np.frombuffer(received, np.uint32), sent)


def test_memory_that_could_still_change_is_not_taken():
    one, other = socket.socketpair()
    file = os.memfd_create("open", os.MFD_ALLOW_SEALING)
    with one, other:
        socket.send_fds(one, [messages._SIZES.pack(2, 5)], [file])
        one.sendall(b"{}")
        with pytest.raises(OSError, match="can still be changed"):
            messages.receive(other)
    os.close(file)
