import { showPhotoWhileHeld } from "./held_photo.js"

// Streamlit draws a chart that has changed anew, and Plotly then shows the whole picture. Here the part that was
// looked at is remembered, and a new chart of the same scene is brought to it as a visitor would: by the wheel.
const MOST_A_STEP = 20 // Plotly takes no more of one turn of the wheel ...
const PER_FACTOR_E = 200 // ... and this much for a factor of e
const seenOf = ({ layout: { xaxis, yaxis } }) => ({ x: [...xaxis.range], y: [...yaxis.range].reverse() })

const keepers = new WeakMap()

class ZoomKeeper {
  constructor(root) {
    this.page = root.getRootNode().host?.ownerDocument ?? document
    this.watch = new MutationObserver(() => this.look())
    this.watch.observe(this.page.body, { childList: true, subtree: true })
  }

  update([scene, width, height, place, hasPhoto]) {
    if (scene !== this.scene) this.seen = null
    Object.assign(this, { scene, width, height, place, hasPhoto })
    this.look()
  }

  look() {
    const chart = this.page.querySelector(`${this.place} .js-plotly-plot`)
    if (!chart?.on || chart === this.chart || !chart.layout?.xaxis) return
    this.chart = chart
    this.restore(chart)
    if (this.hasPhoto) showPhotoWhileHeld(chart)
    chart.on("plotly_relayout", () => {
      if (chart === this.chart) this.seen = seenOf(chart)
    })
  }

  restore(chart) {
    const drag = chart.querySelector('.nsewdrag[data-subplot="xy"]')
    if (!this.seen || !drag) return
    const { x, y } = this.seen
    const share = Math.max((x[1] - x[0]) / this.width, (y[1] - y[0]) / this.height)
    if (share > 0.99) return
    const box = drag.getBoundingClientRect()
    const at = ([from, to], whole) => (to - from < whole ? from / (whole - (to - from)) : 0.5)
    const place = { clientX: box.left + at(x, this.width) * box.width, clientY: box.top + at(y, this.height) * box.height }
    const turn = PER_FACTOR_E * Math.log(share)
    const steps = Math.ceil(-turn / MOST_A_STEP)
    for (let step = 0; step < steps; step++)
      drag.dispatchEvent(
        new WheelEvent("wheel", { ...place, deltaY: turn / steps, ctrlKey: true, bubbles: true, cancelable: true }),
      )
  }

  leave() {
    this.watch.disconnect()
  }
}

export default function ({ data, parentElement }) {
  const keeper = keepers.get(parentElement) ?? new ZoomKeeper(parentElement)
  keepers.set(parentElement, keeper)
  keeper.update(data)
  return () => {
    keeper.leave()
    keepers.delete(parentElement)
  }
}
