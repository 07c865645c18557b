import { bounded, cornersOf, DISTANCE, REACH } from "./camera.js"
import { drawAxes } from "./cloud_axes.js"
import { NO_LABEL } from "./step_run.js"

const POINT_LEAST = 1.1
const POINT_GROWTH = 5.5
const FLAT_POINTS = [2.5, 5]
const FLAT_TICKS = [20, 50, 100]
const TINT_CELL = 3
const SMALL = 215

export const css = (bytes, at) => `rgb(${bytes[3 * at]} ${bytes[3 * at + 1]} ${bytes[3 * at + 2]})`

// Points with centroids and their trails on a canvas: turned by a Camera in three dimensions, flat in two.
export class StepPlot {
  constructor(canvas, camera) {
    Object.assign(this, { canvas, camera })
    this.projected = new Float32Array(0)
  }

  setScene({ header, arrays }) {
    this.axes = header.axes
    this.dims = header.axes.length
    this.arrays = arrays
    this.count = arrays.sizes.length
    this.projected = new Float32Array(3 * this.count)
    this.order = new Uint32Array(this.count)
    this.own = Array.from({ length: this.count }, (_, at) => css(arrays.colors, at))
    if (this.dims === 2) return
    const order = [0, 1, 2].filter((axis) => axis !== header.up).concat(header.up)
    const spans = order.map((axis) => this.axes[axis].high - this.axes[axis].low)
    const norm = Math.hypot(...spans)
    this.frame = { axes: this.axes, order }
    this.half = spans.map((span) => span / norm)
    this.unit = 2 / norm
  }

  corners() {
    return cornersOf(this.half)
  }

  measure() {
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1)
    const { width, height } = this.canvas.getBoundingClientRect()
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (this.canvas.width !== across || this.canvas.height !== down)
      Object.assign(this.canvas, { width: across, height: down })
    const context = this.canvas.getContext("2d")
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    Object.assign(this, { width, height, context })
    if (this.dims === 3) this.view = this.camera.axes()
    return width > 40 && height > 40
  }

  // Where a position, in axis units, lies on the canvas, and how much larger than in the middle things are there.
  project(values, start = 0) {
    const { axes, frame } = this
    if (this.dims === 2) {
      const [across, up] = axes
      const { left, right, top, bottom } = frame
      return [
        left + ((values[start] - across.low) / (across.high - across.low)) * (right - left),
        bottom - ((values[start + 1] - up.low) / (up.high - up.low)) * (bottom - top),
        1,
      ]
    }
    const { order } = frame
    return this.projectSpot(
      (values[start + order[0]] - axes[order[0]].low) * this.unit - this.half[0],
      (values[start + order[1]] - axes[order[1]].low) * this.unit - this.half[1],
      (values[start + order[2]] - axes[order[2]].low) * this.unit - this.half[2],
    )
  }

  projectSpot(one, other, third) {
    const { right, up, back } = this.view
    const { camera, width, height } = this
    const near = DISTANCE / (DISTANCE - one * back[0] - other * back[1] - third * back[2])
    const scale = ((REACH * camera.zoom * Math.min(width, height)) / 2 / DISTANCE) * near
    return [
      width / 2 + (camera.x * height) / 2 + (one * right[0] + other * right[1] + third * right[2]) * scale,
      height / 2 - (camera.y * height) / 2 - (one * up[0] + other * up[1] + third * up[2]) * scale,
      near * camera.zoom ** 0.5,
    ]
  }

  // state: { labels, palette, centers, trail: [centers…], lit, ink, ground } with everything but `ink` and
  // `ground` null before there is a run.
  draw(state) {
    if (!this.arrays || !this.measure()) return
    if (this.dims === 2) this.drawFrame(state)
    else this.drawBox({ ...state, font: this.font })
    for (let point = 0; point < this.count; point++)
      this.projected.set(this.project(this.arrays.positions, point * this.dims), 3 * point)
    this.drawPoints(state)
    if (state.centers) {
      this.drawTrails(state)
      this.drawCenters(state)
    }
  }

  drawPoints({ labels, palette, lit, ink }) {
    const { context, projected, arrays, own } = this
    const flat = this.dims === 2
    const flatRadius = bounded(Math.min(this.width, this.height) / 70, ...FLAT_POINTS)
    const fills = palette && Array.from({ length: palette.length / 3 }, (_, at) => css(palette, at))
    const order = this.order
    for (let point = 0; point < order.length; point++) order[point] = point
    if (!flat) order.sort((one, other) => projected[3 * one + 2] - projected[3 * other + 2])
    for (const inLight of lit ? [0, 1] : [1]) {
      context.globalAlpha = inLight ? (flat ? 1 : 0.92) : 0.16
      for (const point of order) {
        if (lit && lit[point] !== inLight) continue
        const [x, y, near] = projected.subarray(3 * point, 3 * point + 3)
        const radius = flat ? flatRadius : (POINT_LEAST + (POINT_GROWTH * arrays.sizes[point]) / 255) * near
        context.fillStyle = labels && labels[point] !== NO_LABEL ? fills[labels[point]] : own[point]
        context.beginPath()
        context.arc(x, y, radius, 0, 7)
        context.fill()
        if (lit && inLight) {
          context.lineWidth = flat ? 2 : 0.8
          context.strokeStyle = ink
          context.stroke()
        }
      }
    }
    context.globalAlpha = 1
  }

  drawTrails({ trail, ink, ground, centers, palette }) {
    const { context, dims } = this
    context.lineJoin = "round"
    for (let cluster = 0; cluster < centers.length / dims; cluster++) {
      const stops = trail.map((at) => this.project(at, cluster * dims))
      for (const [width, color] of [[5, ground], [2, ink]]) {
        context.beginPath()
        for (const [x, y] of stops) context.lineTo(x, y)
        Object.assign(context, { lineWidth: width, strokeStyle: color })
        context.stroke()
      }
      for (const [x, y] of stops.slice(0, -1)) {
        context.beginPath()
        context.arc(x, y, 2.6, 0, 7)
        Object.assign(context, { fillStyle: css(palette, cluster), lineWidth: 1.2, strokeStyle: ink })
        context.fill()
        context.stroke()
      }
    }
  }

  drawCenters({ centers, palette, ink, ground }) {
    const { context, dims } = this
    const size = Math.min(this.width, this.height) < SMALL ? 0.75 : 1
    const font = `600 ${Math.round(11 * size)}px ${this.font}`
    Object.assign(context, { textAlign: "center", textBaseline: "middle", font })
    for (let cluster = 0; cluster < centers.length / dims; cluster++) {
      const [x, y] = this.project(centers, cluster * dims)
      const [red, green, blue] = palette.subarray(3 * cluster, 3 * cluster + 3)
      for (const [radius, color] of [[13, ink], [11.5, ground], [9.5, css(palette, cluster)]]) {
        context.beginPath()
        context.arc(x, y, radius * size, 0, 7)
        context.fillStyle = color
        context.fill()
      }
      context.fillStyle = red * 0.299 + green * 0.587 + blue * 0.114 > 140 ? "#000" : "#fff"
      context.fillText(cluster + 1, x, y + 0.5)
    }
  }

  drawBox(style) {
    const { context, half } = this
    const line = (spots) => {
      context.beginPath()
      for (const [x, y] of spots) context.lineTo(x, y)
      context.stroke()
    }
    const corners = this.corners().map((spot) => this.projectSpot(...spot))
    Object.assign(context, { lineWidth: 1, strokeStyle: style.ink, globalAlpha: 0.3 })
    for (let bits = 0; bits < 8; bits++)
      for (const axis of [1, 2, 4]) if (!(bits & axis)) line([corners[bits], corners[bits | axis]])
    context.globalAlpha = 1
    Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round" })
    const project = (spot) => {
      const [x, y] = this.projectSpot(...spot)
      return { x, y }
    }
    drawAxes(context, {
      frame: this.frame, half, project, eye: this.view.eye, middle: project([0, 0, 0]), room: this.width,
      style: { ...style, soft: style.ink },
    })
  }

  drawFrame({ centers, palette, ink }) {
    const { context, axes, width, height } = this
    const frame = { left: 46, right: width - 14, top: 12, bottom: height - 44 }
    this.frame = frame
    if (centers) this.drawTint(centers, palette)
    Object.assign(context, { strokeStyle: ink, fillStyle: ink, lineWidth: 1, font: `12px ${this.font}` })
    const [across, up] = axes
    for (const [axis, isAcross] of [[across, true], [up, false]]) {
      const most = isAcross ? (frame.right - frame.left) / 34 : (frame.bottom - frame.top) / 20
      const step = FLAT_TICKS.find((one) => (axis.high - axis.low) / one <= most) ?? FLAT_TICKS.at(-1)
      for (let value = axis.low; value <= axis.high; value += step) {
        const [x, y] = this.project(isAcross ? [value, up.low] : [across.low, value], 0)
        context.globalAlpha = 0.14
        context.beginPath()
        context.moveTo(x, y)
        context.lineTo(isAcross ? x : frame.right, isAcross ? frame.top : y)
        context.stroke()
        context.globalAlpha = 0.85
        Object.assign(context, { textAlign: isAcross ? "center" : "right", textBaseline: "middle" })
        context.fillText(value, isAcross ? x : x - 8, isAcross ? y + 14 : y)
      }
    }
    context.globalAlpha = 1
    Object.assign(context, { textAlign: "center", font: `13px ${this.font}` })
    // Without its unit where that does not fit.
    const fitting = ({ title }, room) => (context.measureText(title).width > room ? title.split(", ")[0] : title)
    context.fillText(fitting(across, frame.right - frame.left), (frame.left + frame.right) / 2, height - 10)
    context.save()
    context.translate(11, (frame.top + frame.bottom) / 2)
    context.rotate(-Math.PI / 2)
    context.fillText(fitting(up, frame.bottom - frame.top), 0, 0)
    context.restore()
  }

  // The plane in the colors of the nearest centroids: the regions that an assignment goes by.
  drawTint(centers, palette) {
    const { context, frame, axes } = this
    const [across, up] = axes
    const [wide, tall] = [frame.right - frame.left, frame.bottom - frame.top]
    const [columns, rows] = [Math.ceil(wide / TINT_CELL), Math.ceil(tall / TINT_CELL)]
    const tint = Object.assign(document.createElement("canvas"), { width: columns, height: rows })
    const image = tint.getContext("2d").createImageData(columns, rows)
    for (let cell = 0; cell < columns * rows; cell++) {
      const x = across.low + (((cell % columns) + 0.5) / columns) * (across.high - across.low)
      const y = up.high - ((Math.floor(cell / columns) + 0.5) / rows) * (up.high - up.low)
      let [best, least] = [0, Infinity]
      for (let at = 0; at < centers.length; at += 2) {
        const distance = (x - centers[at]) ** 2 + (y - centers[at + 1]) ** 2
        if (distance < least) [best, least] = [at / 2, distance]
      }
      image.data.set([...palette.subarray(3 * best, 3 * best + 3), 42], 4 * cell)
    }
    tint.getContext("2d").putImageData(image, 0, 0)
    context.drawImage(tint, frame.left, frame.top, wide, tall)
  }

  // The point nearest to a spot on the canvas, the nearer to the eye the better, or -1.
  at(x, y) {
    let [best, least] = [-1, 14]
    for (let point = 0; point < this.count; point++) {
      const [u, v, near] = this.projected.subarray(3 * point, 3 * point + 3)
      const distance = Math.hypot(x - u, y - v) - 3 * near
      if (distance < least) [best, least] = [point, distance]
    }
    return best
  }
}
