const NO_POINT = 65535
const DIM = 0.86
const FEW = 60
// From here on the photo shows its pixels.
const ENLARGED = 4

// A canvas that shows a photo, or the color of each pixel's point, and dims the pixels of points that are not lit.
export class PointPicture {
  constructor(canvas) {
    this.canvas = canvas
    this.layer = document.createElement("canvas")
    this.photo = null
    this.map = null
  }

  setPhoto(photo) {
    this.photo = photo
  }

  // The point of each pixel of a map, and for points that it does not show the place of one of their pixels.
  setMap({ map, mapWidth, mapHeight, strays = [], cells = [] }) {
    Object.assign(this, { map, strays, cells })
    Object.assign(this.layer, { width: mapWidth, height: mapHeight })
    this.image = this.layer.getContext("2d").createImageData(mapWidth, mapHeight)
    this.words = new Uint32Array(this.image.data.buffer)
  }

  // colors: RGB bytes of each point, or null for the photo. lit: 1 for each point in the light, or null for all.
  // ground: [r, g, b] of the page, toward which pixels are dimmed.
  paint({ colors = null, lit = null, ground = [0, 0, 0] }) {
    if (!this.map) return
    const { canvas, map, words, layer } = this
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1)
    const { width, height } = canvas.getBoundingClientRect()
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (!across || !down) return
    if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down })
    const context = canvas.getContext("2d")
    context.clearRect(0, 0, across, down)
    const whole = [0, 0, across, down]
    const put = (smooth) => {
      layer.getContext("2d").putImageData(this.image, 0, 0)
      context.imageSmoothingEnabled = smooth
      context.drawImage(layer, ...whole)
    }
    if (colors) {
      for (let pixel = 0; pixel < map.length; pixel++) {
        const point = map[pixel] * 3
        words[pixel] =
          map[pixel] === NO_POINT
            ? 0
            : (255 << 24) | (colors[point + 2] << 16) | (colors[point + 1] << 8) | colors[point]
      }
      put(false)
    } else if (this.photo) {
      context.imageSmoothingEnabled = across < ENLARGED * this.photo.width
      context.drawImage(this.photo, ...whole)
    }
    if (!lit) return
    const veil = ((DIM * 255) << 24) | (ground[2] << 16) | (ground[1] << 8) | ground[0]
    const bright = this.cells.length ? [...this.cells].filter((_, number) => lit[this.strays[number]]) : []
    for (let pixel = 0; pixel < map.length; pixel++) {
      const isLit = map[pixel] !== NO_POINT && lit[map[pixel]]
      words[pixel] = isLit ? 0 : veil
      if (isLit && bright.length <= FEW) bright.push(pixel)
    }
    put(true)
    if (bright.length <= FEW) this.ring(context, bright, across, ratio)
  }

  // A ring around each of a few pixels, which would not be found otherwise.
  ring(context, pixels, across, ratio) {
    const scale = across / this.layer.width
    for (const [color, width] of [["#fff", 4], ["#121212", 2]]) {
      Object.assign(context, { strokeStyle: color, lineWidth: width * ratio })
      for (const pixel of pixels) {
        const column = pixel % this.layer.width
        const row = (pixel - column) / this.layer.width
        context.beginPath()
        context.arc((column + 0.5) * scale, (row + 0.5) * scale, 7 * ratio, 0, 2 * Math.PI)
        context.stroke()
      }
    }
  }

  // The point of the pixel at (x, y), both from 0 to 1, or -1.
  at(x, y) {
    const { width, height } = this.layer
    const column = Math.min(width - 1, Math.max(0, Math.floor(x * width)))
    const row = Math.min(height - 1, Math.max(0, Math.floor(y * height)))
    const point = this.map ? this.map[row * width + column] : NO_POINT
    return point === NO_POINT ? -1 : point
  }
}
