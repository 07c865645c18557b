"""The steps of a run as an animated picture."""

import io
from collections.abc import Iterator
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kseg_core.steps.colors import group_colors, mean_colors
from kseg_core.steps.frames import FramePainter
from kseg_core.steps.scene import Scene
from kseg_core.steps.trace import Trace

FRAMES_MAX = 48
"""Longer runs are shown with gaps, closer together at first, where most happens."""

_STEP_MS, _FIRST_MS, _LAST_MS = 700, 1400, 3000


class AnimationFormat(StrEnum):
    """Kinds of file; GIF has at most 256 colors a frame, WebP has all."""

    GIF = "gif"
    WEBP = "webp"

    @property
    def mime(self) -> str:
        return f"image/{self.value}"


def shown_steps(n_steps: int, *, most: int = FRAMES_MAX) -> NDArray[np.intp]:
    """Which steps of a run are shown: all, or `most` of them, the first and the last included.

    The first third of the frames are consecutive steps; the gaps between the others grow.
    """
    if n_steps <= most:
        return np.arange(n_steps)
    start = most // 3
    later = start + (n_steps - 1 - start) * (np.linspace(0.0, 1.0, most - start) ** 1.5)
    return np.unique(np.concatenate([np.arange(start), np.rint(later).astype(np.intp)]))


def encode_animation(scene: Scene, trace: Trace, kind: AnimationFormat, *, name: str) -> bytes:
    """Every step as a frame: the picture in the colors of the step, the points, the WCSS.

    Parameters
    ----------
    scene : Scene
    trace : Trace
        Of the scene's points.
    kind : AnimationFormat
    name : str
        What the run is called in its frames.

    Returns
    -------
    bytes
        A file that plays forever, of at most `FRAMES_MAX` frames, without metadata.
    """
    palette = mean_colors(trace) if scene.is_photo else group_colors(trace)
    painter = FramePainter(scene, trace, palette, name)
    steps = shown_steps(trace.n_steps)
    durations = [_FIRST_MS, *[_STEP_MS] * (len(steps) - 2), _LAST_MS]
    frames = _frames(painter, steps, kind)
    file = io.BytesIO()
    options = {"append_images": frames, "save_all": True, "duration": durations, "loop": 0}
    if kind is AnimationFormat.GIF:
        next(frames).save(file, "GIF", optimize=False, disposal=1, **options)
    else:
        next(frames).save(file, "WEBP", lossless=True, quality=20, method=2, **options)
    return file.getvalue()


def _frames(painter: FramePainter, steps: NDArray[np.intp], kind: AnimationFormat) -> Iterator[Image.Image]:
    for step in steps.tolist():
        frame = painter.frame(step)
        if kind is AnimationFormat.GIF:
            yield frame.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        else:
            yield frame
