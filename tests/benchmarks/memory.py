"""Peak memory of segmenting a photo, in a process of its own."""

import subprocess
import sys

from tests.benchmarks.measured import can_measure, megabytes, reset_peak
from tests.benchmarks.photos import made_photo


def report(*, quick: bool) -> None:
    """Print idle memory, the photo, and the peak of the work on it, also per pixel."""
    print("\npeak memory of K = 3 + 5 + 7", flush=True)
    if not can_measure():
        print("is measured on Linux only.")
        return
    command = [sys.executable, "-m", "tests.benchmarks.memory", *(["--quick"] if quick else [])]
    subprocess.run(command, check=True)


def _measure(*, quick: bool) -> None:
    from kseg_core import KMeansSettings, color_histogram, decode_image, segment

    small = made_photo(noisy=False, quick=True)
    segment(decode_image(small.data), KMeansSettings(k=3))  # libraries load their parts when first used
    for noisy in (False, True):
        photo = made_photo(noisy=noisy, quick=quick)
        idle = megabytes("VmRSS")
        reset_peak()
        image = decode_image(photo.data)
        decoding, decoded = megabytes("VmHWM"), megabytes("VmRSS")
        reset_peak()
        histogram = color_histogram(image)
        for k in (3, 5, 7):
            segment(image, KMeansSettings(k=k), histogram=histogram)
        work = megabytes("VmHWM")
        per_pixel = 2**20 / (image.width * image.height)
        print(
            f"{photo.name:20} idle {idle:.0f} MB; above idle: decoding {decoding - idle:.0f}, "
            f"the picture {decoded - idle:.0f}, the work {work - idle:.0f} MB "
            f"({(work - idle) * per_pixel:.1f} bytes a pixel, picture included)"
        )
        del image, histogram


if __name__ == "__main__":
    _measure(quick="--quick" in sys.argv)
