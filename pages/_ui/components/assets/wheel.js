// One rule for every picture, chart and cloud: the wheel scrolls the page, and with Ctrl or ⌘ it zooms. A pinch on
// a touchpad comes as a wheel with Ctrl.
const ZOOMABLE = ".stage, :is(.st-key-comparison, [class*=st-key-linked_]) .js-plotly-plot"
const HINTS = 3
const KEY = /Mac|iPad|iPhone/.test(navigator.userAgent) ? "⌘" : "Ctrl"
const LOOK = `position: fixed; z-index: 1000; transform: translateX(-50%); padding: 4px 10px; border-radius: 6px;
  font: 13px sans-serif; color: #fff; background: rgb(0 0 0 / .75); pointer-events: none; transition: opacity .3s`

const zoomableOf = (event) => event.composedPath().find((part) => part.matches?.(ZOOMABLE))

export default function () {
  const hint = Object.assign(document.createElement("div"), { textContent: `${KEY} + wheel zooms` })
  let shown = 0
  let fading
  const tell = (place) => {
    const { left, width, bottom } = place.getBoundingClientRect()
    if (shown >= HINTS && hint.style.opacity !== "1") return
    if (hint.style.opacity !== "1") shown += 1
    hint.style.cssText = `${LOOK}; opacity: 1; left: ${left + width / 2}px; top: ${Math.min(bottom, innerHeight) - 48}px`
    document.body.append(hint)
    clearTimeout(fading)
    fading = setTimeout(() => (hint.style.opacity = 0), 900)
  }
  const wheel = (event) => {
    const place = zoomableOf(event)
    if (!place || event.ctrlKey || event.metaKey) return
    event.stopImmediatePropagation()
    tell(place)
  }
  document.addEventListener("wheel", wheel, { capture: true, passive: true })
  return () => {
    document.removeEventListener("wheel", wheel, { capture: true })
    clearTimeout(fading)
    hint.remove()
  }
}
