"""Canny's five stages side by side with a paragraph each, and the stages of one pixel."""

import streamlit as st

from kseg_core.canny.edges import EdgeMap
from kseg_core.canny.pixel_explanation import SECTOR_NAMES, PixelExplanation, Verdict, explain_pixel
from kseg_core.canny.stage_pictures import DROPPED_COLOR, KEPT_COLOR, STRONG_COLOR, WEAK_COLOR
from kseg_core.encoding.pictures import Encoded
from kseg_core.figures.compare import Panel
from kseg_core.image import Box
from kseg_core.wording import degrees, size_text
from pages._ui.components.linked_pictures import linked_pictures
from pages._ui.components.swatches import swatch
from pages._ui.declarations.edges import CANNY
from pages._ui.edges.controls import EdgeChoice
from pages._ui.edges.results import get_stages
from pages._ui.frame.explanations import ask

_RADIUS = 7
_COLUMNS = 3


def draw_stages(choice: EdgeChoice, edge_map: EdgeMap, box: Box | None) -> None:
    """Draw all stages of the picture, or of the part that is seen."""
    part = box or edge_map.whole
    linked_pictures(
        _panels(get_stages(choice.source, choice.settings, part)),
        key="stages",
        width=part.width,
        height=part.height,
        columns=_COLUMNS,
        about="The stages of Canny" if box is None else "The stages of Canny of the part that is seen",
        scene=f"{choice.source.image.digest} {part}",
    )
    if box is not None:
        st.caption(
            f":material/zoom_in: The part you zoomed to above, {size_text(box.width, box.height)} at full "
            "resolution."
        )
    st.html(_notes(edge_map))
    ask(CANNY)


def draw_pixel(choice: EdgeChoice, edge_map: EdgeMap, pixel: tuple[int, int] | None) -> None:
    """Draw the surroundings of a pixel in every stage, and its numbers."""
    if pixel is None:
        st.info("Click a pixel in the picture, or type its column and row.", icon=":material/ads_click:")
        return
    x, y = pixel
    explained = explain_pixel(edge_map, x, y)
    box = Box.around(x, y, _RADIUS, width=edge_map.width, height=edge_map.height)
    icon = ":material/check_circle:" if explained.verdict.is_edge else ":material/cancel:"
    st.markdown(f"#### {icon} {explained.verdict}\n{explained.why}")
    linked_pictures(
        _panels(get_stages(choice.source, choice.settings, box)),
        key="magnifier",
        width=box.width,
        height=box.height,
        columns=6,
        about=f"The pixels around x {x}, y {y} in the stages of Canny, that pixel framed",
        scene=f"{choice.source.image.digest} {box}",
        mark=(x - box.left, y - box.top),
    )
    st.html(_numbers(explained, edge_map))


def _panels(stages: dict[str, Encoded]) -> list[Panel]:
    return [Panel(title=title, picture=picture) for title, picture in stages.items()]


def _notes(edge_map: EdgeMap) -> str:
    low, high = f"{edge_map.settings.low:g}", f"{edge_map.settings.high:g}"
    norm = "√(gx² + gy²)" if edge_map.settings.l2_gradient else "|gx| + |gy|"
    sigma, side = edge_map.smoothed.sigma, edge_map.settings.aperture
    smoothing = (
        f"A Gaussian with σ = {sigma:g} pixels takes away grain and texture finer than itself."
        if sigma
        else "No smoothing: σ is 0, so every grain counts."
    )
    fine = (
        " At this σ brightness changes by fractions of a gray level a pixel, so they are measured in "
        "fractions on the reduced picture and given to <code>cv2.Canny(dx, dy, …)</code>."
        if edge_map.smoothed.factor > 1
        else ""
    )
    notes = (
        (
            "1 · Smoothed",
            f"{smoothing} <code>cv2.Canny</code> leaves this step to you; without it noise becomes edges.",
        ),
        (
            "2 · Gradient",
            f"Two Sobel kernels of {side} × {side} pixels measure "
            f"how fast brightness changes to the right (gx) and downward (gy).{fine} Its length is {norm}. "
            '<i class="wheel"></i> The hue says where it gets brighter: red to the right, green-yellow '
            "downward.",
        ),
        (
            "3 · Thinned",
            "Non-maximum suppression: a pixel stays only if its gradient is not below that of its two "
            "neighbors along the gradient. Wide ramps become crests one pixel wide.",
        ),
        (
            "4 · Two thresholds",
            f"Crests above {high} are {swatch(STRONG_COLOR)} strong. Those above {low} are "
            f"{swatch(WEAK_COLOR)} weak: edges perhaps. The rest is dropped.",
        ),
        (
            "5 · Hysteresis",
            f"A weak pixel is {swatch(KEPT_COLOR)} kept if a chain of weak pixels leads to a strong "
            f"one, and otherwise {swatch(DROPPED_COLOR)} dropped. What is left equals "
            "<code>cv2.Canny</code>, pixel for pixel.",
        ),
    )
    return (
        '<div class="stage-notes">'
        + "".join(f"<section><h4>{title}</h4><p>{text}</p></section>" for title, text in notes)
        + "</div>"
    )


def _numbers(pixel: PixelExplanation, edge_map: EdgeMap) -> str:
    smoothed = ", ".join(str(value) for value in pixel.smoothed)
    beside = " and ".join(
        f"{neighbor.magnitude:.4g} at ({neighbor.x}, {neighbor.y})" for neighbor in pixel.neighbors
    )
    is_crest = pixel.verdict in (Verdict.STRONG, Verdict.WEAK_KEPT, Verdict.WEAK_DROPPED)
    low, high = edge_map.settings.low, edge_map.settings.high
    step = (
        "above high" if pixel.magnitude > high else "above low" if pixel.magnitude > low else "not above low"
    )
    rows = (
        ("1", "Smoothed value", smoothed),
        ("2", "gx, gy", f"{pixel.gx:+.4g}, {pixel.gy:+.4g}"),
        ("2", "Magnitude", f"{pixel.magnitude:.4g}"),
        ("2", "Direction", _direction(pixel)),
        ("3", "Its neighbors there", beside),
        ("4", f"Against {low:g} and {high:g}", step),
        (
            "5",
            "Verdict",
            pixel.verdict.value + ("" if is_crest or pixel.verdict.is_edge else ", so no edge"),
        ),
    )
    body = "".join(f"<dt><b>{stage}</b> {term}</dt><dd>{value}</dd>" for stage, term, value in rows)
    return f'<dl class="pixel-numbers">{body}</dl>'


def _direction(pixel: PixelExplanation) -> str:
    if pixel.gx == 0 and pixel.gy == 0:
        return "none: the gradient is zero"
    return f"{degrees(pixel.direction)}, compared {SECTOR_NAMES[pixel.sector]}"
