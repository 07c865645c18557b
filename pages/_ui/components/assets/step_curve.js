import { bounded, placeOn } from "./places.js"

const short = (value, digits = 4) => value.toLocaleString("en", { maximumSignificantDigits: digits })

// The WCSS of one or two runs over their steps, with the present step marked. The scale is logarithmic; what the
// first assignment costs, before any centroid has moved, lies above the frame if it is much more than the rest.
export class StepCurve {
  constructor(canvas, choose) {
    this.canvas = canvas
    const pick = (event) => {
      if (!this.frame || !event.buttons) return
      const { left, right } = this.frame
      const along = bounded((placeOn(canvas, event).x - left) / (right - left), 0, 1)
      choose(Math.round(1 + along * (this.most - 1)))
    }
    canvas.addEventListener("pointerdown", pick)
    canvas.addEventListener("pointermove", pick)
  }

  // runs: [{ run, color }]; step: the present one; thing: what the WCSS is divided by.
  draw(runs, step, thing, style) {
    const { canvas } = this
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1)
    const { width, height } = canvas.getBoundingClientRect()
    Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) })
    const context = canvas.getContext("2d")
    context.scale(ratio, ratio)
    Object.assign(this, { context, thing, style })
    if (!runs.length || width < 60) return
    this.most = Math.max(2, ...runs.map(({ run }) => run.last))
    this.frame = { left: 8, right: width - 58, top: 22, bottom: height - 20 }
    this.setRange(runs)
    this.drawFrame()
    // The second run is dashed, so that nobody has to tell them apart by hue.
    runs.forEach(({ run, color }, number) => this.drawLine(run, color, step, number ? [7, 5] : []))
    this.drawStarts(runs)
    this.drawValues(runs, step, width)
  }

  setRange(runs) {
    const later = runs.flatMap(({ run }) => [...run.arrays.wcss.subarray(Math.min(2, run.last))])
    this.isZero = Math.max(...later) === 0
    const high = Math.max(...later) || 1
    const low = Math.max(Math.min(...later), high * 1e-3)
    const span = Math.log(high / low)
    // Where nothing falls, far enough that the numbers beside the frame differ.
    const room = Math.max(span * 0.1, (0.04 - span) / 2)
    this.range = [Math.log(low) - room, Math.log(high) + room]
  }

  x(step) {
    const { left, right } = this.frame
    return left + ((step - 1) / (this.most - 1)) * (right - left)
  }

  y(value) {
    const [low, high] = this.range
    const { top, bottom } = this.frame
    return bottom - (Math.max(0, Math.log(Math.max(value, Number.MIN_VALUE)) - low) / (high - low)) * (bottom - top)
  }

  drawFrame() {
    const { context, frame, thing, style, most } = this
    const { left, right, top, bottom } = frame
    Object.assign(context, { font: style.text(12), fillStyle: style.ink, strokeStyle: style.ink, lineWidth: 1 })
    context.textAlign = "left"
    context.fillText(right - left > 220 ? `WCSS per ${thing}, log scale` : "WCSS", left, 12)
    context.globalAlpha = 0.3
    context.strokeRect(left, top, right - left, bottom - top)
    const [low, high] = this.range
    if (this.isZero) {
      context.globalAlpha = 0.8
      context.fillText("0", right + 6, bottom + 4)
    }
    for (const along of this.isZero ? [] : [0.08, 0.5, 0.92]) {
      const value = Math.exp(low + along * (high - low))
      context.globalAlpha = 0.15
      context.strokeRect(left, this.y(value), right - left, 0)
      context.globalAlpha = 0.8
      context.fillText(short(value, 3), right + 6, this.y(value) + 4)
    }
    const rounds = Math.ceil(most / 2)
    const every = [1, 2, 5, 10, 20, 50, 100].find((count) => rounds / count <= (right - left) / 60)
    context.textAlign = "center"
    for (let round = every; round <= rounds; round += every) {
      const label = round === every ? `round ${round}` : `${round}`
      context.fillText(label, Math.max(left + 24, this.x(2 * round - 1)), bottom + 15)
    }
    context.globalAlpha = 1
  }

  drawLine(run, color, step, dashes) {
    const { context, frame } = this
    const { wcss } = run.arrays
    const present = Math.max(1, Math.min(step, run.last))
    context.save()
    context.beginPath()
    context.rect(frame.left - 7, frame.top, frame.right - frame.left + 14, frame.bottom - frame.top + 7)
    context.clip()
    context.setLineDash(dashes)
    for (const [from, to, alpha] of [[1, present, 1], [present, run.last, 0.35]]) {
      context.beginPath()
      for (let at = from; at <= to; at++) context.lineTo(this.x(at), this.y(wcss[at]))
      Object.assign(context, { lineWidth: 2.5, strokeStyle: color, globalAlpha: alpha, lineJoin: "round" })
      context.stroke()
    }
    context.restore()
  }

  // What a first assignment costs that lies above the frame.
  drawStarts(runs) {
    const { context, frame, style } = this
    Object.assign(context, { font: style.text(12), textAlign: "left" })
    let down = frame.top + 0.08 * (frame.bottom - frame.top) + 15
    for (const { run, color } of runs) {
      const cost = run.arrays.wcss[1]
      if (this.y(cost) >= frame.top) continue
      const [text, left] = [`↑ starts at ${short(cost, 3)}`, Math.max(this.x(2), frame.left) + 12]
      Object.assign(context, { fillStyle: color, strokeStyle: style.ground, lineWidth: 5, lineJoin: "round" })
      context.strokeText(text, left, down)
      context.fillText(text, left, down)
      down += 15
    }
  }

  drawValues(runs, step, width) {
    const { context, frame, style } = this
    context.font = style.text(13, 600)
    context.textAlign = "right"
    let right = width - 2
    for (const { run, color } of [...runs].reverse()) {
      const at = Math.min(step, run.last)
      if (!at) continue
      const value = short(run.arrays.wcss[at])
      context.beginPath()
      context.arc(this.x(at), Math.max(frame.top, this.y(run.arrays.wcss[at])), 5.5, 0, 7)
      Object.assign(context, { fillStyle: color, strokeStyle: style.ground, lineWidth: 2 })
      context.fill()
      context.stroke()
      context.fillText(value, right, 13)
      right -= context.measureText(value).width + 14
    }
  }
}
