"""Figures of the Elbow page: the curve, and size against error."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.seed_spread import SeedSpread
from kseg_core.figures.theme import (
    ACCENT_COLOR,
    AXIS,
    CLEAR,
    MAIN_COLOR,
    MUTED_COLOR,
    SECOND_COLOR,
    apply_theme,
    k_markers,
)
from kseg_core.kmeans.metrics import psnr
from kseg_core.wording import percent

_MOST_TICKS = 16
_FINE_DECADES = 3
"""Powers of ten up to which a logarithmic axis has ticks between them."""


def elbow_figure(
    curve: ElbowCurve,
    *,
    spread: SeedSpread | None = None,
    log: bool = False,
    k_range: tuple[int, int] | None = None,
) -> go.Figure:
    """WCSS per pixel against K, with the knee marked where there is one.

    The first trace is the curve; ``customdata[0]`` of a point is its K.

    Parameters
    ----------
    curve : ElbowCurve
        Possibly only the first points of a sweep.
    spread : SeedSpread, optional
        Error bars from the lowest to the highest WCSS of several seeds.
    log : bool
        Logarithmic WCSS per pixel.
    k_range : tuple of int, optional
        First and last K of the axis, so that it does not change while the curve grows.
    """
    k_values, wcss = curve.k_values, curve.wcss_per_pixel
    first, last = k_range or (k_values[0], k_values[-1])
    figure = go.Figure(
        go.Scatter(
            name="WCSS per pixel",
            x=list(k_values),
            y=wcss,
            mode="lines+markers",
            cliponaxis=False,
            line={"color": MAIN_COLOR, "width": 2.5},
            marker={"color": MAIN_COLOR, "size": 9},
            error_y=_error_bars(curve, spread),
            customdata=[
                [
                    k,
                    percent(share),
                    "–" if math.isnan(gain) else percent(gain),
                    _swatches(point.palette_hex),
                ]
                for k, share, gain, point in zip(
                    k_values, curve.explained, curve.gains, curve.points, strict=True
                )
            ],
            hovertemplate=(
                "<b>K = %{customdata[0]}</b><br>WCSS per pixel %{y:,.1f}"
                "<br>explains %{customdata[1]} of the variance"
                "<br>%{customdata[2]} less than K − 1<br>%{customdata[3]}<extra></extra>"
            ),
        )
    )
    if curve.knee is not None:
        _mark_knee(figure, curve.knee, float(wcss[k_values.index(curve.knee)]), log=log)
    figure.update_layout(
        xaxis={
            "title": "K",
            "range": [first - 0.5, last + 0.5],
            "dtick": max(1, -(-(last - first) // _MOST_TICKS)),
            "tick0": first,
            **AXIS,
        },
        yaxis={
            "title": "WCSS per pixel, logarithmic" if log else "WCSS per pixel",
            "type": "log" if log else "linear",
            "rangemode": "tozero",
            **AXIS,
            "tickformat": ",~g",
            **(_decade_ticks(wcss) if log else {}),
        },
        hovermode="closest",
    )
    return apply_theme(figure)


def _decade_ticks(wcss: NDArray[np.float64]) -> dict[str, object]:
    """Ticks at 1, 2 and 5 times the powers of ten, or only at the powers where these are many."""
    known = wcss[wcss > 0.0]
    if not len(known):
        return {}
    first, last = (math.floor(math.log10(value)) for value in (known.min(), known.max()))
    steps = (1, 2, 5) if last - first <= _FINE_DECADES else (1,)
    ticks = [(step, power) for power in range(first, last + 2) for step in steps]
    return {
        "tickvals": [step * 10.0**power for step, power in ticks],
        "ticktext": [f"{step * 10.0**power:,.6g}" for step, power in ticks],
    }


def _mark_knee(figure: go.Figure, k: int, height: float, *, log: bool) -> None:
    figure.add_trace(
        go.Scatter(
            name=f"knee at K = {k}",
            x=[k],
            y=[height],
            mode="markers",
            cliponaxis=False,
            marker={"color": CLEAR, "size": 20, "line": {"color": ACCENT_COLOR, "width": 3}},
            hoverinfo="skip",
        )
    )
    figure.add_annotation(
        x=k,
        y=math.log10(height) if log and height > 0.0 else height,
        text=f"<b>K = {k}</b>",
        font={"color": ACCENT_COLOR, "size": 15},
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        xshift=12,
        yshift=8,
    )


def compression_figure(curve: ElbowCurve, sizes: Sequence[int]) -> go.Figure:
    """Quality (PSNR) against file size, one point per K.

    Parameters
    ----------
    curve : ElbowCurve
    sizes : sequence of int
        Bytes of each K's result as a PNG, for all points of the curve or the first ones.
    """
    points = [
        (point.k, size / 1000, psnr(point.fit))
        for point, size in zip(curve.points, sizes, strict=False)
        if math.isfinite(psnr(point.fit))
    ]
    k_values, kilobytes, quality = zip(*points, strict=True) if points else ((), (), ())
    figure = go.Figure(
        go.Scatter(
            name="PSNR",
            x=kilobytes,
            y=quality,
            mode="lines+markers+text",
            cliponaxis=False,
            text=[str(k) for k in k_values],
            textposition="top center",
            line={"color": MUTED_COLOR, "width": 1.5},
            marker=k_markers(k_values, curve.knee, size=9, chosen_size=13),
            customdata=list(k_values),
            hovertemplate="<b>K = %{customdata}</b><br>%{x:,.1f} kB<br>PSNR %{y:.1f} dB<extra></extra>",
        )
    )
    figure.update_layout(
        xaxis={"title": "PNG of the result (kB)", "rangemode": "tozero", **AXIS},
        yaxis={"title": "PSNR (dB), higher = closer to the photo", **AXIS},
    )
    return apply_theme(figure)


def _error_bars(curve: ElbowCurve, spread: SeedSpread | None) -> dict[str, object] | None:
    """Error bars from the lowest to the highest WCSS of all seeds, for each K they were fitted with."""
    if spread is None:
        return None
    seeds = dict(zip(spread.k_values, (spread.wcss.T / curve.n_pixels).tolist(), strict=True))
    known = [
        (wcss, seeds.get(k, [wcss]))
        for k, wcss in zip(curve.k_values, curve.wcss_per_pixel.tolist(), strict=True)
    ]
    return {
        "symmetric": False,
        "array": [max(0.0, max(all_seeds) - wcss) for wcss, all_seeds in known],
        "arrayminus": [max(0.0, wcss - min(all_seeds)) for wcss, all_seeds in known],
        "color": SECOND_COLOR,
        "thickness": 1.5,
        "width": 5,
    }


def _swatches(palette: Sequence[str]) -> str:
    cells = [f'<span style="color:{color}">■</span> {color}' for color in palette]
    return "<br>".join("  ".join(cells[start : start + 4]) for start in range(0, len(cells), 4))
