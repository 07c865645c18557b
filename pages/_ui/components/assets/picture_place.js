import { bounded } from "./places.js"

// Pixels of the screen that a pixel of the picture takes at most.
const SCALE_MOST = 40

// Where a picture lies on a stage: `scale` pixels of the stage for one of its own, its corner at (x, y). It covers the
// stage or lies in its middle. `fitted` while it is seen as a whole.
export class PicturePlace {
  constructor() {
    Object.assign(this, { width: 1, height: 1, fitted: true, scale: 0, x: 0, y: 0, stage: { width: 0, height: 0 } })
  }

  // Of a picture of this size on a stage of this size.
  measure({ width, height }, stage) {
    Object.assign(this, { width, height, stage, least: Math.min(stage.width / width, stage.height / height) })
    if (this.fitted || !this.scale) this.fit()
    else this.keepInside()
  }

  fit() {
    Object.assign(this, { fitted: true, scale: this.least })
    this.keepInside()
  }

  // What lies under (x, y) stays there.
  zoom(factor, x = this.stage.width / 2, y = this.stage.height / 2) {
    const scale = bounded(this.scale * factor, this.least, Math.max(SCALE_MOST, this.least))
    if (scale <= this.least * 1.001) return this.fit()
    const applied = scale / this.scale
    Object.assign(this, { fitted: false, scale, x: x - (x - this.x) * applied, y: y - (y - this.y) * applied })
    this.keepInside()
  }

  move(x, y) {
    this.x += x
    this.y += y
    this.keepInside()
  }

  keepInside() {
    const hold = (offset, shown, room) => (shown <= room ? (room - shown) / 2 : bounded(offset, room - shown, 0))
    this.x = hold(this.x, this.width * this.scale, this.stage.width)
    this.y = hold(this.y, this.height * this.scale, this.stage.height)
  }

  // The pixel under a place of the stage, or nothing beside the picture.
  pixelAt(x, y) {
    const pixel = [Math.floor((x - this.x) / this.scale), Math.floor((y - this.y) / this.scale)]
    const inside = pixel[0] >= 0 && pixel[1] >= 0 && pixel[0] < this.width && pixel[1] < this.height
    return inside ? pixel : null
  }

  // The pixel that is nearest to a place of the stage.
  nearestPixel(x, y) {
    const nearest = (at, offset, length) => bounded(Math.floor((at - offset) / this.scale), 0, length - 1)
    return [nearest(x, this.x, this.width), nearest(y, this.y, this.height)]
  }

  // Left, top, right and bottom of what is seen and a little around it, in pixels of the picture.
  seenBox() {
    const reach = (offset, room, length) => {
      const [low, span] = [-offset / this.scale, room / this.scale]
      return [Math.floor(bounded(low - span * 0.15, 0, length)), Math.ceil(bounded(low + span * 1.15, 0, length))]
    }
    const [left, right] = reach(this.x, this.stage.width, this.width)
    const [top, bottom] = reach(this.y, this.stage.height, this.height)
    return [left, top, right, bottom]
  }
}
