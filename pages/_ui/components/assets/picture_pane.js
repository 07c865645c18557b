import { bytesOf, pageStyle } from "./page_colors.js"
import { pictureUrl } from "./picture_url.js"
import { PointPicture } from "./point_picture.js"
import { bounded, placeOn } from "./places.js"

// The picture beside the cloud: the photo or the colors of the points, what is chosen in the light, a cross on a pixel.
// `picked(x, y)` and `aimed(x, y)` (a cross that keys move) get places from 0 to 1.
export class PicturePane {
  constructor(root, { picked, aimed }) {
    this.find = (selector) => root.querySelector(selector)
    this.frame = this.find(".picture")
    this.points = new PointPicture(this.find(".picture canvas"))
    Object.assign(this, { picked, aimed, names: {}, photos: {}, plain: false, state: null })
    this.frame.onclick = (event) => {
      const { across, down } = placeOn(this.frame, event)
      picked(across, down)
    }
    this.frame.onkeydown = (event) => this.key(event)
    this.find(".plain").onclick = () => this.showPlain(true)
    this.find(".painted").onclick = () => this.showPlain(false)
  }

  // The whole picture's size in its own pixels.
  setSize(width, height) {
    this.frame.style.setProperty("--aspect", width / height)
    this.frame.setAttribute("aria-label", "The picture. Arrows move the cross, Enter chooses its pixel.")
  }

  setPoints(points) {
    this.points.setMap(points)
  }

  // Names of the photo and of the picture in the colors of the clusters, which may be null, of pictures that were sent.
  load(names) {
    for (const part of ["photo", "painted"]) {
      const name = names[part]
      if (this.names[part] === name || (name && !pictureUrl(name))) continue
      this.names[part] = name
      this.photos[part] = null
      if (!name) continue
      const picture = new Image()
      picture.src = pictureUrl(name)
      picture.decode().then(() => {
        if (this.names[part] !== name) return
        this.photos[part] = picture
        this.paint()
      })
    }
  }

  showPlain(plain) {
    this.plain = plain
    this.paint()
  }

  // own: whether points have their own colors, which are those of the photo. colors, lit: as PointPicture takes them.
  // cross: {x, y} or null.
  show(state) {
    this.state = state
    this.find(".side .tools").hidden = state.own
    this.paint()
  }

  paint() {
    if (!this.state) return
    const { own, colors, lit, cross } = this.state
    const { photo, painted } = this.photos
    const asPhoto = this.plain || own
    this.points.setPhoto(asPhoto ? photo : painted)
    const ground = bytesOf(pageStyle(this.frame).ground)
    this.points.paint({ colors: asPhoto || painted ? null : colors, lit, ground })
    this.find(".plain").setAttribute("aria-pressed", this.plain)
    this.find(".painted").setAttribute("aria-pressed", !this.plain)
    const mark = this.find(".cross")
    mark.hidden = !cross
    if (cross) mark.style.cssText = `left: ${100 * cross.x}%; top: ${100 * cross.y}%`
  }

  // The point of the pixel at a place, or -1.
  at({ x, y }) {
    return this.points.at(x, y)
  }

  key(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    const { x, y } = this.state?.cross ?? { x: 0.5, y: 0.5 }
    if (step) {
      const stride = event.shiftKey ? 0.05 : 0.01
      this.aimed(bounded(x + step[0] * stride, 0, 0.999), bounded(y + step[1] * stride, 0, 0.999))
    } else if (event.key === "Enter") this.picked(x, y)
    else return
    event.preventDefault()
  }
}
