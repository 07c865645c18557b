"""Figures of the Elbow page: the curve, and size against error."""

import math
from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kseg_core.elbow.elbow_curve import ElbowCurve
from kseg_core.elbow.seed_spread import SeedSpread
from kseg_core.elbow.verdict import ElbowVerdict
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
from kseg_core.wording import percent, round_percent, short_percent

_MOST_TICKS = 16
_FINE_DECADES = 3
"""Powers of ten up to which a logarithmic axis has ticks between them."""

HEADROOM = 1.12
"""Height of the axis for the height of the first point: a note stands above the curve."""

_BAND = 0.2
"""How far a band over several K reaches beyond them, and how far a note stands off."""


def elbow_figure(
    curve: ElbowCurve,
    *,
    spread: SeedSpread | None = None,
    log: bool = False,
    k_range: tuple[int, int] | None = None,
) -> go.Figure:
    """WCSS per pixel against K, with a line at the recommended K, or a note that there is no clear elbow.

    The first trace is the curve; ``customdata[0]`` of a point is its K. A second axis reads the same
    heights as the share of the variance that is explained.

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
    per = f"WCSS per {curve.one}"
    figure = go.Figure(
        go.Scatter(
            name="best start",
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
                    _swatches(point.palette_hex) if curve.is_picture else "",
                ]
                for k, share, gain, point in zip(
                    k_values, curve.explained, curve.gains, curve.points, strict=True
                )
            ],
            hovertemplate=(
                f"<b>K = %{{customdata[0]}}</b><br>{per} %{{y:,.4~r}}"
                "<br>explains %{customdata[1]} of the variance"
                "<br>%{customdata[2]} less than K − 1<br>%{customdata[3]}<extra></extra>"
            ),
        )
    )
    if curve.verdict is not None:
        _mark_verdict(figure, curve, curve.verdict)
    if not log and curve.total_ss > 0.0:
        _add_explained_axis(figure, curve)
    figure.update_layout(
        xaxis={
            "title": "K",
            "range": [first - 0.5, last + 0.5],
            "dtick": max(1, -(-(last - first) // _MOST_TICKS)),
            "tick0": first,
            **AXIS,
        },
        yaxis={
            "title": f"{per}, logarithmic" if log else per,
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


def _mark_verdict(figure: go.Figure, curve: ElbowCurve, verdict: ElbowVerdict) -> None:
    """A line at the recommended K, dotted if it is hardly better than others, or a band over several."""
    middle = (curve.k_values[0] + curve.k_values[-1]) / 2
    if verdict.plausible is None:
        _add_note(figure, "no clear elbow", middle, "center")
        return
    low, high = verdict.plausible
    if low < high:
        note = f"no clear elbow: K = {low} to {high} are equally defensible"
        figure.add_vrect(low - _BAND, high + _BAND, fillcolor=ACCENT_COLOR, opacity=0.15, line_width=0)
    else:
        share = float(curve.explained[curve.k_values.index(low)])
        note = f"K = {low} explains {short_percent(share)} of the variance"
        if verdict.k is None:
            note = f"no clear elbow; {note}"
        dash = "dot" if verdict.k is None else "solid"
        figure.add_vline(low, line={"color": ACCENT_COLOR, "width": 2, "dash": dash})
    if low + high <= 2 * middle:
        _add_note(figure, note, high + _BAND, "left")
    else:
        _add_note(figure, note, low - _BAND, "right")


def _add_note(figure: go.Figure, text: str, x: float, anchor: str) -> None:
    figure.add_annotation(
        text=f"<b>{text}</b>",
        x=x,
        y=1,
        yref="y domain",
        xanchor=anchor,
        yanchor="top",
        showarrow=False,
        font={"color": ACCENT_COLOR, "size": 15},
    )


def _add_explained_axis(figure: go.Figure, curve: ElbowCurve) -> None:
    """The same heights as the share of the variance that is explained, on the right."""
    shares = np.array([0.0, 0.25, 0.5, 0.75, 0.9, 1.0])
    figure.add_scatter(
        x=curve.k_values[:1],
        y=HEADROOM * curve.wcss_per_pixel[:1],
        yaxis="y3",
        mode="markers",
        marker={"color": CLEAR},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.update_layout(
        yaxis3={
            "title": "variance explained",
            "overlaying": "y",
            "matches": "y",
            "side": "right",
            "showgrid": False,
            "zeroline": False,
            "tickvals": (1.0 - shares) * curve.total_ss / curve.n_pixels,
            "ticktext": [round_percent(share) for share in shares],
        }
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
