// Something that is drawn point by point, in whole pixels of the picture: a rectangle or an ellipse from corner to
// corner, a line from end to end, or a polygon, which is closed by its last point chosen again or by its first one.

const POINTS = { rectangle: 2, ellipse: 2, line: 2, polygon: 64 }
const LEAST_OF_POLYGON = 3

export class Sketch {
  constructor(kind) {
    this.kind = kind
    this.points = []
    this.at = null
  }

  get isPolygon() {
    return this.kind === "polygon"
  }

  // Where the pointer is; the line goes on to it.
  hover(pixel) {
    this.at = pixel
  }

  // Adds a point and tells whether all are there. `near` is how far apart two pixels count as one.
  add(pixel, near = 0) {
    const same = (other) => other && Math.max(Math.abs(other[0] - pixel[0]), Math.abs(other[1] - pixel[1])) <= near
    const { points } = this
    if (this.isPolygon && points.length >= LEAST_OF_POLYGON && (same(points[0]) || same(points.at(-1)))) return true
    if (same(points.at(-1))) return false
    points.push(pixel)
    return points.length === POINTS[this.kind]
  }

  takeBack() {
    this.points.pop()
  }

  clear() {
    this.points = []
  }

  // The points with the one under the pointer.
  get shown() {
    const begun = this.points.length > 0
    return begun && this.at ? [...this.points, this.at] : this.points
  }
}
