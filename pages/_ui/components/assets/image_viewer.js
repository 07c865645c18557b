const views = new WeakMap()
const pictures = (globalThis.ksegPictures ??= new Map())
const ZOOM_STEP = 1.6
const MOST_PIXELS = 40
const CLICK_SLACK = 5

const clamp = (value, low, high) => Math.min(Math.max(value, low), high)

class View {
  constructor(root) {
    this.root = root
    this.find = (selector) => root.querySelector(selector)
    this.stage = this.find(".stage")
    this.handle = this.find(".handle")
    this.pointers = new Map()
    this.layers = { before: [], after: [] }
    this.wipe = null
    this.fitted = true
    this.box = null
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
    this.find(".in").onclick = () => this.zoomMiddle(ZOOM_STEP)
    this.find(".out").onclick = () => this.zoomMiddle(1 / ZOOM_STEP)
    this.find(".fit").onclick = () => this.fit()
    this.find(".real").onclick = () => this.zoomMiddle(1 / this.scale)
    this.resize = new ResizeObserver(() => this.measure())
    this.resize.observe(stage)
    this.arrived = () => this.load()
    globalThis.addEventListener("kseg-picture", this.arrived)
  }

  update(component) {
    const {
      data: [data],
    } = component
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
    stageLabel(this.stage, data)
    if (other) this.fitted = true
    this.measure()
    this.load()
  }

  measure() {
    const { width, height } = this.stage.getBoundingClientRect()
    if (!width || !this.data) return
    this.size = { width, height }
    this.least = Math.min(width / this.data.width, height / this.data.height)
    if (this.fitted || !this.scale) this.fit()
    else this.draw()
  }

  fit() {
    this.fitted = true
    this.scale = this.least
    this.x = (this.size.width - this.data.width * this.scale) / 2
    this.y = (this.size.height - this.data.height * this.scale) / 2
    this.draw()
  }

  zoom(factor, x, y) {
    const most = Math.max(MOST_PIXELS, this.least)
    const scale = clamp(this.scale * factor, this.least, most)
    const applied = scale / this.scale
    this.x = x - (x - this.x) * applied
    this.y = y - (y - this.y) * applied
    this.scale = scale
    if (scale <= this.least * 1.001) return this.fit()
    this.fitted = false
    this.draw()
  }

  zoomMiddle(factor) {
    this.zoom(factor, this.size.width / 2, this.size.height / 2)
  }

  keepInside() {
    const hold = (offset, shown, room) =>
      shown <= room ? (room - shown) / 2 : clamp(offset, room - shown, 0)
    this.x = hold(this.x, this.data.width * this.scale, this.size.width)
    this.y = hold(this.y, this.data.height * this.scale, this.size.height)
  }

  draw() {
    if (!this.scale) return
    this.keepInside()
    for (const { picture, box } of [...this.layers.before, ...this.layers.after]) {
      const sx = ((box[2] - box[0]) * this.scale) / picture.naturalWidth
      const sy = ((box[3] - box[1]) * this.scale) / picture.naturalHeight
      const left = this.x + box[0] * this.scale
      const top = this.y + box[1] * this.scale
      picture.style.transform = `matrix(${sx}, 0, 0, ${sy}, ${left}, ${top})`
      picture.style.imageRendering = sx >= 2.5 ? "pixelated" : "auto"
    }
    const at = this.wipe * this.size.width
    const single = this.data.before.length === 0
    this.find(".before").style.clipPath = `inset(0 ${this.size.width - at}px 0 0)`
    this.find(".after").style.clipPath = single ? "none" : `inset(0 0 0 ${at}px)`
    this.handle.style.left = `${at}px`
    this.handle.setAttribute("aria-valuenow", Math.round(this.wipe * 100))
    this.stage.style.touchAction = this.fitted ? "pan-y" : "none"
    this.stage.classList.toggle("zoomed", !this.fitted)
    const percent = Math.round(this.scale * 100)
    this.find(".scale").textContent = `${percent} %`
    this.drawMarker()
    clearTimeout(this.settling)
    this.settling = setTimeout(() => this.settle(), 250)
  }

  drawMarker() {
    const marker = this.find(".marker")
    const chosen = this.data.marker
    marker.hidden = !chosen
    if (!chosen) return
    const size = Math.max(this.scale, 9)
    const x = this.x + (chosen.x + 0.5) * this.scale
    const y = this.y + (chosen.y + 0.5) * this.scale
    marker.style.cssText = `left: ${x}px; top: ${y}px; width: ${size}px; height: ${size}px`
    marker.firstElementChild.textContent = chosen.text
    marker.classList.toggle("flip", x > this.size.width / 2)
  }

  load() {
    if (!this.data) return
    for (const side of ["before", "after"]) {
      const wanted = this.data[side]
      const known = wanted.filter((layer) => pictures.has(layer.name))
      if (known.length < wanted.length) continue
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
      picture.src = pictures.get(layer.name).url
      return { picture, box: layer.box }
    })
    await Promise.all(layers.map(({ picture }) => picture.decode().catch(() => {})))
    if (this[`${side}Names`] !== names) return
    this.layers[side] = layers
    this.find(`.${side}`).replaceChildren(...layers.map(({ picture }) => picture))
    this.draw()
    this.stage.dataset[side] = names
  }

  settle() {
    if (!this.data.detail || !this.size) return
    const density = (globalThis.devicePixelRatio || 1) * this.scale
    if (density * this.data.width <= this.data.preview * 1.05) return this.ask(null)
    const reach = (offset, room, length) => {
      const low = -offset / this.scale
      const span = room / this.scale
      return [
        Math.floor(clamp(low - span * 0.15, 0, length)),
        Math.ceil(clamp(low + span * 1.15, 0, length)),
      ]
    }
    const [left, right] = reach(this.x, this.size.width, this.data.width)
    const [top, bottom] = reach(this.y, this.size.height, this.data.height)
    this.ask([left, top, right, bottom])
  }

  ask(box) {
    const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)
    if (same(box, this.box)) return
    this.box = box
    this.component.setStateValue("box", box)
  }

  local(event) {
    const { left, top } = this.stage.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }

  down(event) {
    if (event.button) return
    const [x, y] = this.local(event)
    this.pointers.set(event.pointerId, { x, y })
    const onHandle = event.composedPath().includes(this.handle)
    this.drag = { mode: onHandle ? "wipe" : null, x, y, moved: false, pinch: 0 }
    if (event.pointerType !== "touch" || onHandle) this.stage.setPointerCapture(event.pointerId)
    if (this.pointers.size === 2) this.drag.pinch = this.spread()
  }

  spread() {
    const [one, other] = [...this.pointers.values()]
    return Math.hypot(one.x - other.x, one.y - other.y)
  }

  move(event) {
    const last = this.pointers.get(event.pointerId)
    const [x, y] = this.local(event)
    this.say(x, y)
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
    this.drag.moved = true
    this.drag.mode ??= this.fitted && this.data.before.length ? "wipe" : "pan"
    if (this.drag.mode === "wipe") this.wipe = clamp(x / this.size.width, 0, 1)
    else {
      this.x += x - last.x
      this.y += y - last.y
    }
    this.draw()
  }

  up(event) {
    const known = this.pointers.delete(event.pointerId)
    const drag = this.drag
    if (!this.pointers.size) this.drag = null
    if (!known || !drag || drag.moved || drag.mode || event.type === "pointercancel") return
    this.pick(...this.local(event))
  }

  at(x, y) {
    return [Math.floor((x - this.x) / this.scale), Math.floor((y - this.y) / this.scale)]
  }

  inside([x, y]) {
    return x >= 0 && y >= 0 && x < this.data.width && y < this.data.height
  }

  pick(x, y) {
    const pixel = this.at(x, y)
    if (this.inside(pixel)) this.component.setTriggerValue("picked", pixel)
  }

  say(x, y) {
    const pixel = this.at(x, y)
    this.find(".place").textContent = this.inside(pixel) ? `x ${pixel[0]}, y ${pixel[1]}` : ""
  }

  wheel(event) {
    if (event.deltaY > 0 && this.fitted) return
    event.preventDefault()
    const lines = event.deltaMode ? 30 : 1
    this.zoom(Math.exp(-clamp(event.deltaY * lines, -120, 120) * 0.004), ...this.local(event))
  }

  key(event) {
    if (event.target !== this.stage) return
    const pan = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key]
    if (pan && !this.fitted) {
      this.x += pan[0] * 60
      this.y += pan[1] * 60
      this.draw()
    } else if (event.key === "+" || event.key === "=") this.zoomMiddle(ZOOM_STEP)
    else if (event.key === "-") this.zoomMiddle(1 / ZOOM_STEP)
    else if (event.key === "0") this.fit()
    else if (event.key === "Enter") this.pick(this.size.width / 2, this.size.height / 2)
    else return
    event.preventDefault()
  }

  wipeKey(event) {
    const steps = { ArrowLeft: -0.02, ArrowRight: 0.02, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 }
    if (!(event.key in steps)) return
    event.preventDefault()
    this.wipe = clamp(this.wipe + steps[event.key], 0, 1)
    this.draw()
  }

  leave() {
    this.resize.disconnect()
    clearTimeout(this.settling)
    globalThis.removeEventListener("kseg-picture", this.arrived)
  }
}

const stageLabel = (stage, data) => {
  const keys = "Plus and minus zoom, 0 fits, arrows pan, Enter chooses the pixel in the middle."
  stage.setAttribute("aria-label", `${data.alt} ${keys}`)
}

export default function (component) {
  const { parentElement } = component
  if (!views.has(parentElement)) views.set(parentElement, new View(parentElement))
  const view = views.get(parentElement)
  view.update(component)
  return () => {
    view.leave()
    views.delete(parentElement)
  }
}
