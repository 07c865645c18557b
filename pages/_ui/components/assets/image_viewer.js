import { onFile } from "./files.js"
import { drawNumbers } from "./numbers_layer.js"
import { arraysOf } from "./packed_arrays.js"
import { pageStyle } from "./page_colors.js"
import { PicturePlace } from "./picture_place.js"
import { pictureUrl } from "./picture_url.js"
import { bounded, placeOn, wheelPixels } from "./places.js"
import { barOf, drawShapes } from "./shapes_layer.js"
import { Sketch } from "./sketch.js"

const ZOOM_STEP = 1.6
const CLICK_SLACK = 5
const NUMBER_SIZE = 12
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const [PAN, AIM, FINE_AIM] = [60, 16, 1]

export default class ImageViewer {
  constructor(root) {
    this.root = root
    this.find = (selector) => root.querySelector(selector)
    this.stage = this.find(".stage")
    this.handle = this.find(".handle")
    this.pointers = new Map()
    this.layers = { before: [], after: [] }
    this.wipe = null
    this.place = new PicturePlace()
    this.box = null
    this.sketch = null
    this.listen()
  }

  listen() {
    const { stage, handle } = this
    stage.onpointerdown = (event) => this.down(event)
    stage.onpointermove = (event) => this.move(event)
    stage.onpointerup = stage.onpointercancel = (event) => this.up(event)
    stage.addEventListener("wheel", (event) => this.wheel(event), { passive: false })
    stage.onkeydown = (event) => this.key(event)
    handle.onkeydown = (event) => this.wipeKey(event)
    this.find(".in").onclick = () => this.zoom(ZOOM_STEP)
    this.find(".out").onclick = () => this.zoom(1 / ZOOM_STEP)
    this.find(".fit").onclick = () => this.fit()
    this.find(".real").onclick = () => this.zoom(1 / this.place.scale)
    this.resize = new ResizeObserver(() => this.measure())
    this.resize.observe(stage)
    this.stop = onFile(() => this.load())
  }

  update(component) {
    const [data] = component.data
    this.component = component
    const other = this.data?.image !== data.image
    this.data = data
    this.box = data.box
    this.root.querySelector(".viewer").style.setProperty("--aspect", data.width / data.height)
    this.find(".tag.left").textContent = data.names[0]
    this.find(".tag.right").textContent = data.names[1] ?? ""
    const single = data.before.length === 0
    this.root.querySelector(".viewer").classList.toggle("single", single)
    this.stage.classList.toggle("checkered", data.checkered)
    this.wipe ??= data.start
    const begins = other || this.sketch?.kind !== (data.drawing ?? undefined)
    if (begins) this.sketch = data.drawing && new Sketch(data.drawing)
    this.stage.classList.toggle("drawing", Boolean(this.sketch))
    stageLabel(this.stage, data)
    if (other) this.place.fitted = true
    this.measure()
    this.load()
    if (begins && this.sketch) this.beginDrawing()
  }

  // The keyboard can go on at once, and the picture is in sight.
  beginDrawing() {
    this.aimAt(this.place.stage.width / 2, this.place.stage.height / 2)
    this.stage.focus({ preventScroll: true })
    this.stage.scrollIntoView({ block: "nearest" })
  }

  measure() {
    const { width, height } = this.stage.getBoundingClientRect()
    if (!width || !this.data) return
    this.place.measure(this.data, { width, height })
    this.draw()
  }

  fit() {
    this.place.fit()
    this.draw()
  }

  zoom(...factorAndPlace) {
    this.place.zoom(...factorAndPlace)
    this.draw()
  }

  draw() {
    const { scale, x, y, stage, fitted } = this.place
    if (!scale) return
    for (const { picture, box } of [...this.layers.before, ...this.layers.after]) {
      const sx = ((box[2] - box[0]) * scale) / picture.naturalWidth
      const sy = ((box[3] - box[1]) * scale) / picture.naturalHeight
      picture.style.transform = `matrix(${sx}, 0, 0, ${sy}, ${x + box[0] * scale}, ${y + box[1] * scale})`
      picture.style.imageRendering = sx >= 2.5 ? "pixelated" : "auto"
    }
    const at = this.wipe * stage.width
    const single = this.data.before.length === 0
    this.find(".before").style.clipPath = `inset(0 ${stage.width - at}px 0 0)`
    this.find(".after").style.clipPath = single ? "none" : `inset(0 0 0 ${at}px)`
    this.handle.style.left = `${at}px`
    this.handle.setAttribute("aria-valuenow", Math.round(this.wipe * 100))
    this.stage.style.touchAction = fitted ? "pan-y" : "none"
    this.stage.classList.toggle("zoomed", !fitted)
    this.find(".scale").textContent = `${Math.round(scale * 100)} %`
    this.drawMarker()
    this.drawShapes()
    this.drawNumbers()
    clearTimeout(this.settling)
    this.settling = setTimeout(() => this.settle(), 250)
  }

  drawShapes() {
    const { shapes, ruler } = this.data
    drawShapes(this.find(".shapes"), shapes, this.sketch, this.place, ruler)
    this.drawBar()
  }

  drawBar() {
    const bar = this.find(".length")
    const [pixel, unit] = this.data.ruler ?? [1, "px"]
    bar.hidden = unit === "px"
    if (bar.hidden) return
    const { length, width } = barOf(pixel / this.place.scale, this.place.stage.width / 4)
    bar.textContent = `${length} ${unit}`
    bar.style.width = `${width}px`
  }

  drawNumbers() {
    const { numbers, lit } = this.data
    const font = { size: NUMBER_SIZE, text: pageStyle(this.stage).text(NUMBER_SIZE, "600") }
    const leftOut = drawNumbers(this.find(".numbers"), numbers && arraysOf(numbers)?.arrays, lit, this.place, font)
    this.find(".unseen").textContent = leftOut ? `Zoom in to see ${leftOut.toLocaleString("en")} more numbers` : ""
  }

  drawMarker() {
    const marker = this.find(".marker")
    const chosen = this.data.marker
    marker.hidden = !chosen
    if (!chosen) return
    const { scale, x, y, stage } = this.place
    const size = Math.max(scale, 9)
    const [left, top] = [x + (chosen.x + 0.5) * scale, y + (chosen.y + 0.5) * scale]
    marker.style.cssText = `left: ${left}px; top: ${top}px; width: ${size}px; height: ${size}px`
    marker.firstElementChild.textContent = chosen.text
    marker.classList.toggle("flip", left > stage.width / 2)
  }

  load() {
    if (!this.data) return
    if (this.data.numbers && this.place.scale) this.drawNumbers()
    for (const side of ["before", "after"]) {
      const wanted = this.data[side]
      if (!wanted.every((layer) => pictureUrl(layer.name))) continue
      const names = wanted.map((layer) => `${layer.name} ${layer.box}`).join("|")
      if (this[`${side}Names`] === names) continue
      this[`${side}Names`] = names
      this.show(side, wanted, names)
    }
  }

  async show(side, wanted, names) {
    const layers = wanted.map((layer) => {
      const picture = new Image()
      picture.draggable = false
      picture.alt = ""
      picture.src = pictureUrl(layer.name)
      picture.style.opacity = layer.opacity
      return { picture, box: layer.box }
    })
    await Promise.all(layers.map(({ picture }) => picture.decode().catch(() => {})))
    if (this[`${side}Names`] !== names) return
    this.layers[side] = layers
    this.find(`.${side}`).replaceChildren(...layers.map(({ picture }) => picture))
    this.draw()
    this.stage.dataset[side] = names
  }

  // Where the picture is seen larger than it has been sent, its part is asked for.
  settle() {
    const { data, place } = this
    if (!data.detail || !place.scale) return
    const density = (globalThis.devicePixelRatio || 1) * place.scale
    this.ask(density * data.width <= data.preview * 1.05 ? null : place.seenBox())
  }

  ask(box) {
    const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)
    if (same(box, this.box)) return
    this.box = box
    this.component.setStateValue("box", box)
  }

  local(event) {
    const { x, y } = placeOn(this.stage, event)
    return [x, y]
  }

  down(event) {
    if (event.button) return
    const [x, y] = this.local(event)
    this.pointers.set(event.pointerId, { x, y })
    const onHandle = event.composedPath().includes(this.handle)
    this.drag = { mode: onHandle ? "wipe" : null, x, y, moved: false, pinch: 0 }
    if (this.pointers.size === 1) this.drawnByDrag = false
    if (this.sketch && !this.sketch.isPolygon && !onHandle) this.drag.mode = "sketch"
    if (event.pointerType !== "touch" || this.drag.mode) this.stage.setPointerCapture(event.pointerId)
    if (this.pointers.size === 2) this.beginPinch()
  }

  beginPinch() {
    this.drag.pinch = this.spread()
    if (!this.sketch) return
    // What the first finger began to draw was the beginning of a pinch.
    if (this.drawnByDrag) this.sketch.clear()
    this.drag.mode = "pan"
    this.drag.moved = true
  }

  spread() {
    const [one, other] = [...this.pointers.values()]
    return Math.hypot(one.x - other.x, one.y - other.y)
  }

  move(event) {
    const last = this.pointers.get(event.pointerId)
    const [x, y] = this.local(event)
    this.say(x, y)
    if (this.sketch) {
      this.sketch.hover(this.place.nearestPixel(x, y))
      this.drawShapes()
    }
    if (!last || !this.drag) return
    this.pointers.set(event.pointerId, { x, y })
    if (this.pointers.size === 2) {
      const [one, other] = [...this.pointers.values()]
      const spread = this.spread()
      this.drag.moved = true
      if (this.drag.pinch) this.zoom(spread / this.drag.pinch, (one.x + other.x) / 2, (one.y + other.y) / 2)
      this.drag.pinch = spread
      return
    }
    if (!this.drag.moved && Math.hypot(x - this.drag.x, y - this.drag.y) < CLICK_SLACK) return
    if (this.sketch && this.drag.mode === "sketch") {
      // Drawn in one go from where the pointer went down.
      if (!this.drag.moved && !this.sketch.points.length) {
        this.addPoint(this.drag.x, this.drag.y)
        this.drawnByDrag = true
      }
      this.drag.moved = true
      return
    }
    this.drag.moved = true
    this.drag.mode ??= this.place.fitted && this.data.before.length && !this.sketch ? "wipe" : "pan"
    if (this.drag.mode === "wipe") this.wipe = bounded(x / this.place.stage.width, 0, 1)
    else this.place.move(x - last.x, y - last.y)
    this.draw()
  }

  up(event) {
    const known = this.pointers.delete(event.pointerId)
    const drag = this.drag
    if (!this.pointers.size) this.drag = null
    if (!known || !drag || event.type === "pointercancel") return
    if (drag.mode === "sketch" ? this.sketch : !drag.moved && !drag.mode) this.pick(...this.local(event))
    // What was drawn by hand is done: the next Enter is not for the picture.
    if (this.sketch && !this.sketch.points.length) this.stage.blur()
  }

  pick(x, y) {
    if (this.sketch) return this.addPoint(x, y)
    const pixel = this.place.pixelAt(x, y)
    if (pixel) this.component.setTriggerValue("picked", pixel)
  }

  // A point of what is drawn. A pixel counts as the one before if both are hard to tell apart on the screen.
  addPoint(x, y) {
    if (this.sketch.add(this.place.nearestPixel(x, y), Math.floor(CLICK_SLACK / this.place.scale))) {
      this.component.setTriggerValue("drawn", [this.sketch.kind, ...this.sketch.points.flat()])
      this.sketch.clear()
      this.drag = null
    }
    this.drawShapes()
  }

  say(x, y) {
    const pixel = this.place.pixelAt(x, y)
    this.find(".place").textContent = pixel ? `x ${pixel[0]}, y ${pixel[1]}` : ""
  }

  wheel(event) {
    event.preventDefault()
    this.zoom(Math.exp(-wheelPixels(event) * 0.004), ...this.local(event))
  }

  key(event) {
    if (event.target !== this.stage) return
    if (event.key in ARROWS && (this.sketch || !this.place.fitted))
      this.arrow(ARROWS[event.key], event.shiftKey ? FINE_AIM : AIM)
    else if (event.key === "+" || event.key === "=") this.zoom(ZOOM_STEP, ...this.middle)
    else if (event.key === "-") this.zoom(1 / ZOOM_STEP, ...this.middle)
    else if (event.key === "0") this.fit()
    else if (event.key === "Enter") this.pick(...this.middle)
    else if (event.key === "Escape" && this.sketch) this.giveUp()
    else if (event.key === "Backspace" && this.sketch) {
      this.sketch.takeBack()
      this.drawShapes()
    } else return
    event.preventDefault()
  }

  // Where keys act: the cross while something is drawn, otherwise the middle of the stage.
  get middle() {
    const { width, height } = this.place.stage
    return this.sketch ? this.aim : [width / 2, height / 2]
  }

  // Arrows move the view, or the cross, and the view where the cross comes to its border.
  arrow([across, down], step) {
    const { place } = this
    if (!this.sketch) {
      place.move(-PAN * across, -PAN * down)
      return this.draw()
    }
    const { width, height } = place.stage
    const [x, y] = [this.aim[0] + step * across, this.aim[1] + step * down]
    place.move(bounded(x, 0, width - 1) - x, bounded(y, 0, height - 1) - y)
    this.aimAt(x, y)
    this.draw()
  }

  aimAt(x, y) {
    const { width, height } = this.place.stage
    this.aim = [bounded(x, 0, width - 1), bounded(y, 0, height - 1)]
    const { style } = this.find(".aim")
    style.left = `${this.aim[0]}px`
    style.top = `${this.aim[1]}px`
    this.sketch.hover(this.place.nearestPixel(...this.aim))
    this.say(...this.aim)
  }

  giveUp() {
    this.sketch.clear()
    this.component.setTriggerValue("drawn", [""])
    this.drawShapes()
  }

  wipeKey(event) {
    const steps = { ArrowLeft: -0.02, ArrowRight: 0.02, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 }
    if (!(event.key in steps)) return
    event.preventDefault()
    this.wipe = bounded(this.wipe + steps[event.key], 0, 1)
    this.draw()
  }

  leave() {
    this.resize.disconnect()
    clearTimeout(this.settling)
    this.stop()
  }
}

const stageLabel = (stage, data) => {
  const enter = data.drawing
    ? "Arrows move the cross, with Shift by one pixel of the screen. Enter sets a point there, Backspace takes it back, Escape gives up."
    : "Arrows pan. Enter chooses the pixel in the middle."
  const keys = `Plus and minus zoom, 0 fits. ${enter}`
  stage.setAttribute("aria-label", `${data.alt} ${keys}`)
}
