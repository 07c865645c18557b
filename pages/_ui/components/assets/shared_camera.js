import { CloudCamera, ZOOM_MOST, bounded, seenAt } from "./cloud_camera.js"

// Pixels around what fits, where the numbers and the titles of the axes stand.
const FIT_MARGINS = [28, 58]
const lastPlace = (globalThis.ksegCamera ??= {})

// Of a box around the middle, half as long on each axis.
export const cornersOf = (halves) =>
  [...Array(8).keys()].map((bits) => halves.map((half, axis) => ((bits >> axis) & 1 ? half : -half)))

// `place` of a camera, so near and so placed that these spots fill a stage of this size.
export const fitted = (place, spots, { width, height }) => {
  const camera = Object.assign(new CloudCamera(), place, { zoom: 1, x: 0, y: 0 })
  const matrix = camera.matrix(width / height)
  const seen = spots.map((spot) => seenAt(matrix, { width, height }, spot))
  const range = (values) =>
    values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
  const [left, right] = range(seen.map(({ x }) => x))
  const [top, bottom] = range(seen.map(({ y }) => y))
  const margin = (room) => bounded(0.11 * room, ...FIT_MARGINS)
  const [beside, above] = [margin(width), margin(1.4 * height)]
  const most = Math.min(
    (width - 2 * beside) / Math.max(1, right - left),
    (height - 2 * above) / Math.max(1, bottom - top),
  )
  const zoom = Math.min(most, ZOOM_MOST)
  const away = (low, high, room) => ((room - low - high) * zoom) / height
  return { ...place, zoom, x: away(left, right, width), y: -away(top, bottom, height) }
}

// A camera that stands where the visitor has left the last one. Until it has been moved it fits the spots, those of a
// box, into every new size of the stage.
export class SharedCamera extends CloudCamera {
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
