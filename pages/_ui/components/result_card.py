"""What stands under a picture of a comparison: its palette, to copy from, and its numbers."""

from collections.abc import Sequence

import streamlit as st

from kseg_core import Segmentation
from kseg_core.palette import hex_code
from kseg_core.take_away.several import PhotoResult
from pages._ui.components.scripts import script
from pages._ui.text import percent

Palette = Sequence[tuple[str, float]]

_HTML = """<div class="card">
<div class="bar" role="group" aria-label="Palette in proportion to the shares"></div>
<dl></dl>
<div class="chips"></div>
<div class="said" role="status" aria-live="polite"></div>
</div>
"""

_CSS = """
.card { font-family: var(--st-font); color: var(--st-text-color); position: relative; }
.bar { display: flex; height: 30px; border-radius: var(--st-base-radius); overflow: hidden;
  box-shadow: inset 0 0 0 1px var(--st-border-color); }
.bar button { all: unset; min-width: 2px; cursor: copy; }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: -2px; }
.chips { display: flex; flex-wrap: wrap; gap: 2px 4px; margin: 8px -4px 0; }
.chips button { all: unset; cursor: copy; display: inline-flex; align-items: center; gap: 5px;
  font: 12px/1.2 var(--st-code-font); padding: 4px 6px 4px 4px; border-radius: var(--st-base-radius); }
.chips button:hover { background: var(--st-secondary-background-color); }
.chips i { width: 12px; height: 12px; border-radius: 3px;
  box-shadow: inset 0 0 0 1px var(--st-border-color); }
.chips small { opacity: .65; font-size: 11px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 1px 10px; margin: 8px 0 0; font-size: 13px; }
dt { opacity: .7; }
dd { margin: 0; font-variant-numeric: tabular-nums; text-align: right; font-weight: 600; }
.said { position: absolute; top: 4px; right: 4px; font-size: 12px; padding: 2px 8px; opacity: 0;
  border-radius: var(--st-base-radius); background: var(--st-primary-color); color: #fff;
  transition: opacity .15s; pointer-events: none; }
.said.on { opacity: 1; }
@media (pointer: coarse) { .chips button { padding: 8px 8px 8px 5px; } .bar { height: 40px; } }
"""

_JS = """
export default function ({ data: [data], parentElement }) {
  const find = (selector) => parentElement.querySelector(selector)
  const said = find(".said")
  let timer
  const say = (text) => {
    said.textContent = text
    said.classList.add("on")
    clearTimeout(timer)
    timer = setTimeout(() => said.classList.remove("on"), 1400)
  }
  const copy = async (hex) => {
    await copyText(hex)
    say(`${hex} copied`)
  }
  const button = (color) => {
    const made = document.createElement("button")
    made.type = "button"
    made.title = `${color.hex}, ${color.share}: click to copy`
    made.setAttribute("aria-label", `Copy ${color.hex}, ${color.share} of the picture`)
    made.onclick = () => copy(color.hex)
    return made
  }
  find(".bar").replaceChildren(...data.colors.map((color) => {
    const part = button(color)
    part.style.cssText = `flex: ${color.weight} 1 0; background: ${color.hex}`
    part.tabIndex = -1
    return part
  }))
  find(".chips").replaceChildren(...data.colors.map((color) => {
    const chip = button(color)
    const swatch = document.createElement("i")
    swatch.style.background = color.hex
    const share = document.createElement("small")
    share.textContent = color.share
    chip.append(swatch, color.hex, share)
    return chip
  }))
  find("dl").replaceChildren(...data.numbers.flatMap(([term, value]) => {
    const dt = document.createElement("dt")
    dt.textContent = term
    const dd = document.createElement("dd")
    dd.textContent = value
    return [dt, dd]
  }))
}
"""

_component = st.components.v2.component("result_card", html=_HTML, css=_CSS, js=script("copy_text") + _JS)


def result_card(palette: Palette, numbers: Sequence[tuple[str, str]], *, key: str) -> None:
    """Draw a palette as a bar in proportion to its shares, hex values that copy, and numbers.

    Parameters
    ----------
    palette : sequence of (hex value, share)
        As `palette_bar` makes it.
    numbers : sequence of (term, value)
        In the order they are shown.
    key : str
    """
    colors = [{"hex": color, "weight": share, "share": percent(share)} for color, share in palette]
    # In a list: Streamlit searches a dict for data frames, and imports pandas (77 MB) to do so.
    _component(key=key, data=[{"colors": colors, "numbers": [list(pair) for pair in numbers]}])


def palette_bar(result: Segmentation | PhotoResult) -> Palette:
    """The palette as hex values with their shares, largest first."""
    colors = result.palette if isinstance(result, Segmentation) else result.colors
    return [
        (hex_code(color), float(share))
        for color, share in zip(colors.tolist(), result.shares.tolist(), strict=True)
    ]
