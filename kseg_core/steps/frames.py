"""A step of K-means as one picture: the photo in its colors, the points with their centroids, the WCSS."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from kseg_core.cloud.points import NO_POINT
from kseg_core.encoding.resizing import fitted_size
from kseg_core.image import Rgb
from kseg_core.steps.projection import project
from kseg_core.steps.scene import Scene
from kseg_core.steps.trace import StepKind, Trace

PICTURE = (420, 300)
"""Width and height, in pixels, into which the picture of a frame is fitted."""

PLOT, PLOT_ALONE = (360, 300), (600, 380)
CURVE_HEIGHT = 90
TITLE_HEIGHT = 34

_PAPER, _GROUND, _INK, _FAINT = (255, 255, 255), (244, 244, 244), (24, 24, 24), (208, 208, 208)
_VEIL = np.array([128.0, 128.0, 128.0])
_VEILED = 0.86
_GAP = 12
_POINT_RADII = (1.0, 4.0)
_CENTER_RADIUS = 9
_MARGIN = 14


class FramePainter:
    """Draws the steps of one run, each the same size.

    Parameters
    ----------
    scene : Scene
    trace : Trace
        Of the scene's points.
    palette : ndarray of uint8, shape (S, K, 3)
        The color of each cluster at each step.
    name : str
        What the run is called in its frames.
    """

    def __init__(self, scene: Scene, trace: Trace, palette: NDArray[np.uint8], name: str) -> None:
        self._scene, self._trace, self._palette, self._name = scene, trace, palette, name
        self._small, self._large = ImageFont.load_default(12), ImageFont.load_default(16)
        self._picture = _fitted(scene.point_map)
        left = _GAP if self._picture is None else self._picture.shape[1] + 2 * _GAP
        across, down = PLOT_ALONE if self._picture is None else PLOT
        self._plot = (left, TITLE_HEIGHT, left + across, TITLE_HEIGHT + down)
        self.size = (left + across + _GAP, TITLE_HEIGHT + down + CURVE_HEIGHT + 3 * _GAP)
        inside = (left + _MARGIN, TITLE_HEIGHT + _MARGIN, self._plot[2] - _MARGIN, self._plot[3] - _MARGIN)
        plane = project(scene)
        self._spots = plane.place(scene.points.positions, inside)
        self._centers = plane.place(trace.centers, inside)
        share = np.cbrt(scene.points.weights / scene.points.weights.max())
        self._radii = _POINT_RADII[0] + (_POINT_RADII[1] - _POINT_RADII[0]) * share

    def frame(self, step: int) -> Image.Image:
        """The picture of a step, RGB, of `size`."""
        frame = Image.new("RGB", self.size, _PAPER)
        draw = ImageDraw.Draw(frame)
        draw.text((_GAP, 8), self.title(step), _INK, self._large)
        colors = self._colors(step)
        if self._picture is not None:
            frame.paste(Image.fromarray(self._painted(colors, step)), (_GAP, TITLE_HEIGHT))
        self._draw_points(draw, colors)
        self._draw_centers(draw, step)
        self._draw_curve(draw, step)
        return frame

    def title(self, step: int) -> str:
        """What stands over a step."""
        trace, words = self._trace, self._scene.words
        name = f"{self._name}, K = {trace.k}"
        match trace.kind(step):
            case StepKind.PLACE:
                return f"{name}: centroids are placed"
            case StepKind.MOVE:
                return f"{name} · round {step // 2}: move to the mean"
        changed = f"{trace.changed[step]:,.0f} {words.one if trace.changed[step] == 1 else words.many}"
        if step == trace.n_steps - 1 and trace.converged:
            return f"{name} · converged: nothing changes after {trace.n_rounds} rounds"
        return f"{name} · round {step // 2 + 1}: {changed} change cluster"

    def _colors(self, step: int) -> NDArray[np.uint8]:
        if step == 0:
            return self._scene.points.colors
        return self._palette[step][self._trace.labels[step]]

    def _painted(self, colors: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
        assert self._picture is not None
        shown = colors
        trace = self._trace
        if trace.kind(step) is StepKind.ASSIGN and 0 < trace.changed[step] < trace.points.total:
            still = trace.labels[step] == trace.labels[step - 1]
            shown = colors.copy()
            shown[still] = np.rint(_VEILED * _VEIL + (1.0 - _VEILED) * colors[still]).astype(np.uint8)
        with_nothing = np.concatenate([shown, np.array([_PAPER], np.uint8)])
        rows = np.where(self._picture == NO_POINT, len(shown), self._picture)
        return with_nothing[rows]

    def _draw_points(self, draw: ImageDraw.ImageDraw, colors: NDArray[np.uint8]) -> None:
        draw.rectangle(self._plot, fill=_GROUND)
        left, top, right, bottom = self._plot
        if self._picture is None:
            across, up = (axis.title for axis in self._scene.axes)
            draw.text((right - 8, bottom - 6), f"{across} →", _INK, self._small, anchor="rs")
            draw.text((left + 8, top + 6), f"↑ {up}", _INK, self._small, anchor="la")
        for (x, y), radius, color in zip(self._spots.tolist(), self._radii, colors.tolist(), strict=True):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=tuple(color))

    def _draw_centers(self, draw: ImageDraw.ImageDraw, step: int) -> None:
        for cluster in range(self._trace.k):
            trail = [tuple(self._centers[at][cluster]) for at in range(0, step + 1, 2)]
            trail.append(tuple(self._centers[step][cluster]))
            draw.line(trail, fill=_INK, width=2)
            x, y = trail[-1]
            color: Rgb = tuple(self._palette[step][cluster].tolist())
            for wider, fill in ((3, _INK), (1, _PAPER), (0, color)):
                radius = _CENTER_RADIUS + wider
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
            ink = _INK if np.dot(color, (0.299, 0.587, 0.114)) > 140 else _PAPER
            draw.text((x, y), str(cluster + 1), ink, self._small, anchor="mm")

    def _draw_curve(self, draw: ImageDraw.ImageDraw, step: int) -> None:
        wcss = self._trace.wcss[1:] / self._trace.points.total
        top = self._plot[3] + 2 * _GAP
        left, right, bottom = _GAP, self.size[0] - 76, top + CURVE_HEIGHT - _GAP
        words = self._scene.words
        draw.text((left, top - 4), f"WCSS per {words.one}, log scale", _INK, self._small, anchor="ls")
        draw.rectangle((left, top, right, bottom), outline=_FAINT)
        heights = np.log(np.maximum(wcss, max(wcss.max() * 1e-4, np.finfo(float).tiny)))
        span = max(float(heights[0] - heights[-1]), 1e-9)
        along = np.linspace(left, right, max(len(wcss), 2))[: len(wcss)]
        line = [
            (float(x), float(bottom - 6 - (height - heights[-1]) / span * (bottom - top - 12)))
            for x, height in zip(along, heights, strict=True)
        ]
        if len(line) > 1:
            draw.line(line, fill=_FAINT, width=2)
        if step:
            done = line[:step]
            if len(done) > 1:
                draw.line(done, fill=_INK, width=2)
            x, y = done[-1]
            draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=_INK)
            draw.text((right + 8, y), f"{wcss[step - 1]:,.4g}", _INK, self._small, anchor="lm")


def _fitted(point_map: NDArray[np.uint16] | None) -> NDArray[np.uint16] | None:
    """The point map in the size of the frame's picture, by nearest neighbor."""
    if point_map is None:
        return None
    height, width = point_map.shape
    scale = min(PICTURE[0] / width, PICTURE[1] / height)
    across, down = fitted_size(max(1, round(width * scale)), max(1, round(height * scale)), max(PICTURE))
    rows = ((np.arange(down) + 0.5) * height / down).astype(np.intp)
    columns = ((np.arange(across) + 0.5) * width / across).astype(np.intp)
    return point_map[np.ix_(rows, columns)]
