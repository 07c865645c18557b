import { bounded } from "./places.js"

const FIELD = (32 * Math.PI) / 180
export const REACH = 1 / Math.tan(FIELD / 2)
export const DISTANCE = 1.1 / Math.sin(FIELD / 2)
export const ZOOM_LEAST = 0.5
export const ZOOM_MOST = 12
export const HOME = { yaw: -0.96, pitch: 0.42, zoom: 1, x: 0, y: 0 }

// Looks at the middle of a sphere of radius 1 from (yaw, pitch); the third axis points up.
// x and y move the picture, in halves of the height of the screen.
export class Camera {
  constructor() {
    Object.assign(this, HOME)
  }

  get place() {
    const { yaw, pitch, zoom, x, y } = this
    return { yaw, pitch, zoom, x, y }
  }

  turn(yaw, pitch) {
    this.yaw = (this.yaw + yaw) % (2 * Math.PI)
    this.pitch = bounded(this.pitch + pitch, -Math.PI / 2, Math.PI / 2)
  }

  magnify(factor) {
    this.zoom = bounded(this.zoom * factor, ZOOM_LEAST, ZOOM_MOST)
  }

  // By pixels of a stage of this height, never so far that nothing is left in sight.
  slide(x, y, height) {
    this.x = bounded(this.x + (2 * x) / height, -this.zoom, this.zoom)
    this.y = bounded(this.y - (2 * y) / height, -this.zoom, this.zoom)
  }

  // Right, up and back as seen, and the place of the eye.
  axes() {
    const [cosYaw, sinYaw] = [Math.cos(this.yaw), Math.sin(this.yaw)]
    const [cosPitch, sinPitch] = [Math.cos(this.pitch), Math.sin(this.pitch)]
    const back = [cosPitch * cosYaw, cosPitch * sinYaw, sinPitch]
    return {
      right: [-sinYaw, cosYaw, 0],
      up: [-sinPitch * cosYaw, -sinPitch * sinYaw, cosPitch],
      back,
      eye: back.map((value) => value * DISTANCE),
    }
  }

  // Column-major, for a screen of this width to height.
  matrix(aspect) {
    const { right, up, back } = this.axes()
    const tall = REACH * this.zoom * Math.min(1, aspect)
    const wide = tall / aspect
    const [near, far] = [DISTANCE - 2.2, DISTANCE + 2.2]
    const depth = (far + near) / (near - far)
    const matrix = new Float32Array(16)
    for (let axis = 0; axis < 3; axis++) {
      matrix[4 * axis] = wide * right[axis] - (this.x / aspect) * back[axis]
      matrix[4 * axis + 1] = tall * up[axis] - this.y * back[axis]
      matrix[4 * axis + 2] = depth * back[axis]
      matrix[4 * axis + 3] = -back[axis]
    }
    matrix[12] = (this.x / aspect) * DISTANCE
    matrix[13] = this.y * DISTANCE
    matrix[14] = -depth * DISTANCE + (2 * far * near) / (near - far)
    matrix[15] = DISTANCE
    return matrix
  }
}

// Where a spot of the sphere is on a stage of this size, and how far away.
export const projected = (m, { width, height }, spot) => {
  const row = (at) => m[at] * spot[0] + m[at + 4] * spot[1] + m[at + 8] * spot[2] + m[at + 12]
  const depth = row(3)
  return { x: ((row(0) / depth + 1) / 2) * width, y: ((1 - row(1) / depth) / 2) * height, depth }
}

// Pixels around a plane, where the numbers and the titles of its axes stand.
const FLAT_MARGINS = { left: 52, right: 16, top: 16, bottom: 52 }
const lastPlace = (globalThis.ksegCamera ??= {})

// Of a box around the middle, half as long on each axis.
export const cornersOf = (halves) =>
  [...Array(8).keys()].map((bits) => halves.map((half, axis) => ((bits >> axis) & 1 ? half : -half)))

// Pixels around a box.
const marginsOf = ({ width, height }) => {
  const margin = (room) => bounded(0.11 * room, 28, 58)
  const [beside, above] = [margin(width), margin(1.4 * height)]
  return { left: beside, right: beside, top: above, bottom: above }
}

// `place` of a camera, so near and so placed that these spots fill a stage of this size but for its margins.
export const fitted = (place, spots, { width, height }, margins = marginsOf({ width, height })) => {
  const camera = Object.assign(new Camera(), place, { zoom: 1, x: 0, y: 0 })
  const matrix = camera.matrix(width / height)
  const seen = spots.map((spot) => projected(matrix, { width, height }, spot))
  const range = (values) =>
    values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
  const [left, right] = range(seen.map(({ x }) => x))
  const [top, bottom] = range(seen.map(({ y }) => y))
  const most = Math.min(
    (width - margins.left - margins.right) / Math.max(1, right - left),
    (height - margins.top - margins.bottom) / Math.max(1, bottom - top),
  )
  const zoom = Math.min(most, ZOOM_MOST)
  const away = (low, high, room, before, after) => ((room - low - high) * zoom + before - after) / height
  return {
    ...place,
    zoom,
    x: away(left, right, width, margins.left, margins.right),
    y: -away(top, bottom, height, margins.top, margins.bottom),
  }
}

// A camera that stands where the visitor has left the last one. Until it has been moved it fits the spots, those of a
// box, into every new size of the stage.
export class SharedCamera extends Camera {
  constructor() {
    super()
    Object.assign(this, lastPlace.place)
  }

  settle(place, spots, size) {
    if (lastPlace.place || (this.fittedTo?.width === size.width && this.fittedTo.height === size.height)) return
    this.fittedTo = size
    Object.assign(this, fitted(place, spots, size))
  }

  share() {
    lastPlace.place = this.place
  }
}

// A camera that fits the spots and cannot be moved.
export class FixedCamera extends Camera {
  isFixed = true

  settle(place, spots, size) {
    Object.assign(this, fitted(place, spots, size, FLAT_MARGINS))
  }

  share() {}
}
