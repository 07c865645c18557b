import { cornersOf, HOME } from "./camera.js"

const FAINT = [128, 128, 128, 90]
const PLAIN_OUTLINE = [128, 128, 128, 200]

// The box that the axes span, in a sphere of radius 1; of two axes a rectangle that is seen from above.
// axes: two or three of {title, low, high}; up: the axis that points up; proportions: how long each is drawn.
// outline: lines through points in axis units, each {points: Float32Array, colors: Uint8Array or nothing}.
export class CloudBox {
  constructor(frame) {
    const order = [...frame.axes.keys()].filter((axis) => axis !== frame.up).concat(frame.up)
    const norm = Math.hypot(...frame.proportions)
    this.half = order.map((axis) => frame.proportions[axis] / norm)
    this.isFlat = order.length === 2
    if (this.isFlat) this.half.push(0)
    this.frame = { ...frame, order }
  }

  // From axis units to the sphere.
  placed(values) {
    const { axes, order } = this.frame
    const placed = new Float32Array(values.length)
    for (let place = 0; place < order.length; place++) {
      const { low, high } = axes[order[place]]
      const scale = (2 * this.half[place]) / (high - low)
      for (let at = 0; at < values.length; at += 3)
        placed[at + place] = (values[at + order[place]] - low) * scale - this.half[place]
    }
    return placed
  }

  corners() {
    return cornersOf(this.half)
  }

  // Where a camera stands for a view: "home", "gray" (along the line of grays, from white to black) or 0, 1, 2: along
  // an axis.
  direction(name) {
    const cube = this.frame.gray === "diagonal"
    const gray = { yaw: Math.PI / 4, pitch: cube ? Math.atan(Math.SQRT1_2) : Math.PI / 2 }
    const place = this.frame.order.indexOf(name)
    const along = [{ yaw: 0, pitch: 0 }, { yaw: -Math.PI / 2, pitch: 0 }, { yaw: -Math.PI / 2, pitch: Math.PI / 2 }]
    return { ...HOME, ...(name === "gray" ? gray : along[this.isFlat ? 2 : place]) }
  }

  // The lines of the box and of its outline, as CloudScene.setLines takes them.
  edges() {
    const { axes } = this.frame
    const ends = []
    const corner = (bits) => [0, 1, 2].map((axis) => (axes[axis] ? axes[axis][(bits >> axis) & 1 ? "high" : "low"] : 0))
    for (let bits = 0; bits < 2 ** axes.length; bits++)
      for (const axis of axes.keys()) if (!((bits >> axis) & 1)) ends.push(...corner(bits), ...corner(bits | (1 << axis)))
    return [new Float32Array(ends), Uint8Array.from(ends.flatMap((_, at) => (at % 3 ? [] : FAINT))), 1]
  }

  outline() {
    const [ends, paint] = [[], []]
    for (const { points, colors } of this.frame.outline ?? []) {
      for (let at = 0; at + 5 < points.length; at += 3) {
        ends.push(...points.slice(at, at + 6))
        for (const step of [0, 3])
          paint.push(...(colors ? [...colors.slice(at + step, at + step + 3), 255] : PLAIN_OUTLINE))
      }
    }
    return [new Float32Array(ends), new Uint8Array(paint), 1.5]
  }
}
