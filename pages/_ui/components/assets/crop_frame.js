import { isWhole, moved, resized, shaped, spanned, turnedRight, typed, wholeOf } from "./crop_box.js"
import { make } from "./dom.js"
import { onFile } from "./files.js"
import { pictureUrl } from "./picture_url.js"
import { placeOn } from "./places.js"

const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"]
const NUMBERS = ["left", "top", "width", "height"]
const STEPS = 100
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

// A rectangle on a picture, moved and resized by pointer, keys and numbers. The picture is turned first: the rectangle is
// in pixels of the turned picture and turns with it.
export default class CropFrame {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector)
    this.stage = this.find(".stage")
    this.frame = this.find(".frame")
    this.ratio = 0
    this.drag = null
    this.frame.append(...HANDLES.map((name) => make("span", { className: `handle ${name}` })))
    this.listen()
  }

  listen() {
    const { stage, frame } = this
    stage.onpointerdown = (event) => this.down(event)
    stage.onpointermove = (event) => this.pull(event)
    stage.onpointerup = stage.onpointercancel = () => this.release()
    frame.onkeydown = (event) => this.key(event)
    this.find(".turn-left").onclick = () => this.turn(3)
    this.find(".turn-right").onclick = () => this.turn(1)
    this.find(".shape").onchange = (event) => this.reshape(Number(event.target.value))
    this.find(".all").onclick = () => this.reset()
    this.find(".apply").onclick = () => this.apply()
    for (const name of NUMBERS) this.find(`.${name}`).onchange = ({ target }) => this.type(name, target.valueAsNumber)
    this.stop = onFile(() => this.load())
  }

  update(component) {
    const [data] = component.data
    this.component = component
    if (this.data?.image !== data.image) {
      this.file = { width: data.width, height: data.height }
      this.quarters = data.turn
      const [left, top, width, height] = data.crop ?? [0, 0, this.picture.width, this.picture.height]
      this.box = { left, top, width, height }
    }
    this.data = data
    this.load()
    this.draw()
  }

  // The turned picture's size.
  get picture() {
    const { width, height } = this.file
    return this.quarters % 2 ? { width: height, height: width } : { width, height }
  }

  load() {
    const image = this.find("img")
    const url = this.data && pictureUrl(this.data.picture)
    if (url && image.src !== url) image.src = url
  }

  set(box) {
    this.box = box
    this.draw()
  }

  draw() {
    const { box, picture, stage } = this
    stage.style.setProperty("--aspect", picture.width / picture.height)
    stage.style.setProperty("--quarters", this.quarters)
    stage.classList.toggle("sideways", this.quarters % 2 === 1)
    for (const element of [this.frame, this.find(".kept")]) {
      element.style.left = `${(100 * box.left) / picture.width}%`
      element.style.top = `${(100 * box.top) / picture.height}%`
      element.style.width = `${(100 * box.width) / picture.width}%`
      element.style.height = `${(100 * box.height) / picture.height}%`
    }
    const most = { left: picture.width - box.width, top: picture.height - box.height, ...picture }
    for (const name of NUMBERS) Object.assign(this.find(`.${name}`), { max: most[name], value: box[name] })
    const count = (number) => number.toLocaleString("en")
    const size = ({ width, height }) => `${count(width)} × ${count(height)}`
    const all = isWhole(box, picture)
    this.find(".said").textContent = all ? `The whole photo, ${size(picture)} pixels` : `${size(box)} of ${size(picture)} pixels`
    this.find(".all").disabled = all && !this.quarters
  }

  // Where an event is, in whole pixels.
  at(event) {
    const { across, down } = placeOn(this.stage, event)
    return { x: Math.round(across * this.picture.width), y: Math.round(down * this.picture.height) }
  }

  down(event) {
    if (event.button || !event.isPrimary) return
    const handle = HANDLES.find((name) => event.target.classList.contains(name))
    const inside = this.frame.contains(event.target) && !isWhole(this.box, this.picture)
    this.drag = { kind: handle ?? (inside ? "move" : "draw"), from: this.at(event), box: this.box }
    this.stage.setPointerCapture(event.pointerId)
    this.frame.focus({ preventScroll: true })
    event.preventDefault()
  }

  pull(event) {
    if (!this.drag || !event.isPrimary) return
    const { kind, from, box } = this.drag
    const point = this.at(event)
    const [across, down] = [point.x - from.x, point.y - from.y]
    if (!this.drag.moved && !across && !down) return
    this.drag.moved = true
    if (kind === "move") this.set(moved(box, across, down, this.picture))
    else if (kind === "draw") this.set(spanned(this.inside(from), point, this.picture, this.ratio))
    else this.set(resized(box, kind, this.carried(kind, box, across, down), this.picture, this.ratio))
  }

  release() {
    this.drag = null
  }

  inside({ x, y }) {
    const { width, height } = this.picture
    return { x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) }
  }

  // Where the handle would be: it keeps its distance to the pointer.
  carried(handle, { left, top, width, height }, across, down) {
    const x = (handle.includes("w") ? left : left + width) + across
    const y = (handle.includes("n") ? top : top + height) + down
    return { x, y }
  }

  key(event) {
    const arrow = ARROWS[event.key]
    if (!arrow || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const { box, picture } = this
    const step = Math.max(1, Math.round(Math.max(picture.width, picture.height) / STEPS))
    const [across, down] = arrow.map((sign) => sign * step)
    if (!event.shiftKey) return this.set(moved(box, across, down, picture))
    const handle = across ? "e" : "s"
    const point = { x: box.left + Math.max(1, box.width + across), y: box.top + Math.max(1, box.height + down) }
    this.set(resized(box, handle, point, picture, this.ratio))
  }

  turn(quarters) {
    for (let done = 0; done < quarters; done += 1) {
      this.box = turnedRight(this.box, this.picture)
      this.quarters = (this.quarters + 1) % 4
    }
    if (this.ratio) this.choose(1 / this.ratio)
    this.draw()
  }

  // The choice in the list that has this ratio.
  choose(ratio) {
    const list = this.find(".shape")
    const option = [...list.options].find(({ value }) => Math.abs(Number(value) - ratio) < 1e-6)
    list.value = option.value
    this.ratio = Number(option.value)
  }

  reshape(ratio) {
    this.ratio = ratio
    this.set(shaped(this.box, ratio, this.picture))
  }

  type(name, value) {
    this.set(typed(this.box, name, value, this.picture, this.ratio))
  }

  reset() {
    this.quarters = 0
    this.choose(0)
    this.set(wholeOf(this.picture))
  }

  apply() {
    const { left, top, width, height } = this.box
    this.component.setTriggerValue("applied", [this.quarters, left, top, width, height])
  }

  leave() {
    this.stop()
  }
}
