import { cornersOf, HOME } from "./camera.js"

const FAINT = [128, 128, 128, 90]
const PLAIN_OUTLINE = [128, 128, 128, 200]

// The box that the axes span, in a sphere of radius 1.
// axes: three of {title, low, high}; up: the axis that points up; proportions: how long each is drawn.
// outline: lines through points in axis units, each {points: Float32Array, colors: Uint8Array or nothing}.
export class CloudBox {
  constructor(frame) {
    const order = [0, 1, 2].filter((axis) => axis !== frame.up).concat(frame.up)
    const norm = Math.hypot(...frame.proportions)
    this.half = order.map((axis) => frame.proportions[axis] / norm)
    this.frame = { ...frame, order }
  }

  // From axis units to the sphere.
  placed(values) {
    const { axes, order } = this.frame
    const placed = new Float32Array(values.length)
    for (let place = 0; place < 3; place++) {
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
    return { ...HOME, ...(name === "gray" ? gray : along[place]) }
  }

  // The lines of the box and of its outline, as CloudScene.setLines takes them.
  edges() {
    const { axes } = this.frame
    const ends = []
    for (let axis = 0; axis < 3; axis++) {
      for (let corner = 0; corner < 4; corner++) {
        const bits = [corner & 1, corner >> 1]
        const spot = (end) => axes.map(({ low, high }, number) => {
          const bit = number === axis ? end : bits[number > axis ? number - 1 : number]
          return bit ? high : low
        })
        ends.push(...spot(0), ...spot(1))
      }
    }
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
