import { fitted, projected, SharedCamera } from "./camera.js"
import { CameraHands, CameraMoves } from "./camera_hands.js"
import { drawAxes, drawNames, drawNumbers } from "./cloud_axes.js"
import { CloudBox } from "./cloud_box.js"
import { markUnder, pointScale, pointUnder } from "./cloud_finding.js"
import { CloudSurface, HIDDEN, NORMAL } from "./cloud_surface.js"
import { pageStyle, tone } from "./page_colors.js"

export const WITHOUT_WEBGL = "This browser cannot draw in three dimensions: WebGL 2 is missing or turned off."

const SLOW_FRAME_MS = 24
const SETTLE_MS = 200
const SAVED_RATIO = 2

// A cloud of points in a box with axes, on canvases that fill `stage` (an element that can be focused). Throws if WebGL2
// is missing. `onPick({point} | {mark} | null)`, `onHover` the same with x and y; `onMove()` when the camera is moved.
// `reaches`: a click so many pixels beside a point still finds it, the smaller ones first.
export class CloudScene {
  constructor(stage, options = {}) {
    const { onPick = () => {}, onHover = () => {}, onMove = () => {}, camera = new SharedCamera(), reaches = [2] } = options
    Object.assign(this, { stage, camera, onMove, reaches })
    this.canvas = document.createElement("canvas")
    this.surface = new CloudSurface(this.canvas, { restored: () => this.draw() })
    this.over = document.createElement("canvas")
    for (const canvas of [this.canvas, this.over]) {
      canvas.style.cssText = "position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none"
    }
    stage.prepend(this.canvas, this.over)
    if (camera.isFixed) stage.onclick = ({ offsetX, offsetY }) => onPick(this.find(offsetX, offsetY))
    else
      this.hands = new CameraHands(stage, camera, {
        moved: () => this.moved(),
        clicked: (x, y) => onPick(this.find(x, y)),
        home: () => this.view("home"),
        hovered: (x, y) => onHover(x === null ? null : this.find(x, y), x, y),
      })
    this.moves = new CameraMoves(this.camera, {
      moved: () => this.changed(),
      turned: (now) => this.show(now),
      held: () => this.hands.pointers.size > 0,
    })
    Object.assign(this, { movedAt: -Infinity, drawnAt: 0, meanFrame: 16, slow: false })
    Object.assign(this, { marks: [], seenMarks: [] })
    this.watch = new ResizeObserver(() => this.draw())
    this.watch.observe(stage)
  }

  // What CloudBox takes.
  setFrame(frame) {
    this.box = new CloudBox(frame)
    this.setLines("outline", ...this.box.outline())
    this.setLines("box", ...this.box.edges())
  }

  // positions: three for each point, in axis units; sizes: radii in pixels where the cloud is seen as a whole.
  setPoints({ positions, sizes }) {
    Object.assign(this, { sizes, spots: this.box.placed(positions) })
    this.surface.setPoints({ position: this.spots, size: sizes })
    if (this.colors?.length !== positions.length) this.setColors(new Uint8Array(positions.length).fill(128))
    if (this.states?.length !== sizes.length) this.setStates(new Float32Array(sizes.length).fill(NORMAL))
    this.draw()
  }

  // Three bytes for each point.
  setColors(colors) {
    this.colors = colors
    this.surface.setPoints({ color: colors })
    this.draw()
  }

  // For each point: 0 hidden, 1 as it is, 2 dimmed: small and nearly gone, 3 faded: as large as it is, and behind.
  setStates(states) {
    this.states = states
    this.surface.setPoints({ state: states })
    this.draw()
  }

  // Spheres, seen through everything: {position in axis units, color [r, g, b], radius in pixels, label beside or number
  // on it, faint, under: drawn under the others and not clicked}.
  setMarks(marks) {
    this.marks = marks
    this.draw()
  }

  // Lines from point to point: six numbers each in axis units, eight bytes each (RGBA at both ends).
  setLines(name, ends, colors, width, options) {
    this.surface.setLines(name, this.box.placed(ends), colors, width, options)
    this.draw()
  }

  // Triangles under everything: corners in axis units, four bytes (RGBA) for each.
  setAreas(corners, colors) {
    this.surface.setAreas(this.box.placed(corners), colors)
    this.draw()
  }

  // One of those of CloudBox.direction.
  view(name) {
    this.moves.glide(fitted(this.box.direction(name), this.box.corners(), this.size))
  }

  // The same direction, the points as large as the stage holds them.
  near() {
    const { spots, states } = this
    const shown = [...states.keys()].filter((point) => states[point] !== HIDDEN)
    const places = shown.map((at) => spots.subarray(3 * at, 3 * at + 3))
    if (places.length) this.moves.glide(fitted(this.camera.place, places, this.size))
  }

  rotate(on) {
    this.moves.rotate(on)
  }

  // By a hand.
  moved() {
    this.moves.stop()
    this.changed()
  }

  changed() {
    this.onMove()
    this.show(performance.now())
  }

  show(now) {
    this.moving(now)
    this.camera.share()
    this.draw()
  }

  // Says that the camera moves, or points and marks do.
  moving(now = performance.now()) {
    this.movedAt = now
  }

  draw() {
    this.drawing ??= requestAnimationFrame((now) => {
      this.drawing = null
      this.pace(now)
      this.paint()
    })
  }

  // Where frames come slowly, moving is drawn without smooth edges. Only frames of one movement are counted.
  pace(now) {
    const spent = now - this.drawnAt
    const moves = this.movedAt >= this.drawnAt
    const goesOn = moves && this.wasMoving
    Object.assign(this, { drawnAt: now, wasMoving: moves })
    if (!goesOn || spent > 4 * SETTLE_MS) return
    this.meanFrame += 0.3 * (spent - this.meanFrame)
    this.slow ||= this.meanFrame > SLOW_FRAME_MS
  }

  get size() {
    return { width: this.stage.clientWidth, height: this.stage.clientHeight }
  }

  paint({ smooth = false } = {}) {
    const { size, box, camera, canvas, over } = this
    if (!size.width || !size.height || !box) return
    camera.settle(box.direction("home"), box.corners(), size)
    const rough = !smooth && this.slow && this.drawnAt - this.movedAt < SETTLE_MS
    const ratio = this.saving ? SAVED_RATIO : Math.min(rough ? 1 : 2, globalThis.devicePixelRatio || 1)
    for (const one of [canvas, over]) {
      const whole = { width: Math.round(size.width * ratio), height: Math.round(size.height * ratio) }
      if (one.width !== whole.width || one.height !== whole.height) Object.assign(one, whole)
    }
    const style = pageStyle(this.stage)
    const matrix = camera.matrix(size.width / size.height)
    this.seen = { matrix, size, scale: pointScale(camera.zoom, size) }
    this.seenMarks = this.marks.map((mark, row) => {
      const spot = box.placed(mark.position)
      return { ...mark, row, spot, ...projected(matrix, size, spot) }
    })
    this.seenMarks.sort((one, other) => (other.under ?? 0) - (one.under ?? 0) || other.depth - one.depth)
    this.surface.paint({
      ...this.seen,
      ink: tone(style.ink),
      ground: tone(style.ground),
      ratio,
      rough,
      marks: this.seenMarks,
    })
    this.paintOver(style, ratio)
    this.stage.dataset.camera = JSON.stringify(camera.place)
    clearTimeout(this.settling)
    if (rough) this.settling = setTimeout(() => this.draw(), SETTLE_MS)
  }

  paintOver(style, ratio) {
    const { box, seen } = this
    const context = this.over.getContext("2d")
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, seen.size.width, seen.size.height)
    context.textAlign = "center"
    context.textBaseline = "middle"
    context.lineJoin = "round"
    const project = (spot) => projected(seen.matrix, seen.size, spot)
    const { eye } = this.camera.axes()
    const room = seen.size.width
    drawAxes(context, { frame: box.frame, half: box.half, project, eye, middle: project([0, 0, 0]), room, style })
    // Beside a plane stand the numbers of its axis.
    const from = box.frame.order.length === 2 ? project([-box.half[0], 0, 0]).x : 0
    drawNames(context, this.seenMarks, room, style, from)
    drawNumbers(context, this.seenMarks, style)
  }

  // The mark or the nearest point under a place on the stage.
  find(x, y) {
    const { seen } = this
    if (!seen) return null
    const mark = markUnder(this.seenMarks, x, y)
    if (mark) return { mark: mark.row }
    for (const slack of this.reaches) {
      const point = pointUnder(this, seen.matrix, seen.size, seen.scale, x, y, slack)
      if (point >= 0) return { point }
    }
    return null
  }

  // The cloud as a PNG on the color of the page, with two pixels for each of the page's.
  toPng() {
    this.saving = true
    this.paint({ smooth: true })
    this.saving = false
    const sheet = document.createElement("canvas")
    Object.assign(sheet, { width: this.canvas.width, height: this.canvas.height })
    const context = sheet.getContext("2d")
    context.drawImage(this.canvas, 0, 0)
    context.drawImage(this.over, 0, 0)
    this.draw()
    return new Promise((resolve) => sheet.toBlob(resolve, "image/png"))
  }

  free() {
    this.rotate(false)
    this.watch.disconnect()
    cancelAnimationFrame(this.drawing)
    clearTimeout(this.settling)
    this.surface.free()
  }
}
