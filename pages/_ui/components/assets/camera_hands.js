import { bounded, placeOn, wheelPixels } from "./places.js"

const CALM = globalThis.matchMedia("(prefers-reduced-motion: reduce)")
const MOVE_MS = 380
const TURN_MS = 24000

// Moves a camera by itself: to a place in a glide, or slowly around. Calls `moved()` and `turned()` after each step.
export class CameraMoves {
  constructor(camera, { moved, turned, held }) {
    Object.assign(this, { camera, moved, turned, held })
  }

  glide(goal) {
    const from = this.camera.place
    const turn = Math.atan2(Math.sin(goal.yaw - from.yaw), Math.cos(goal.yaw - from.yaw))
    const whole = { ...goal, yaw: from.yaw + turn }
    const begun = performance.now()
    const step = (now) => {
      if (this.gliding !== begun) return
      const part = CALM.matches ? 1 : bounded((now - begun) / MOVE_MS, 0, 1)
      const eased = part * part * (3 - 2 * part)
      for (const name of Object.keys(from)) this.camera[name] = from[name] + (whole[name] - from[name]) * eased
      this.moved()
      if (part < 1) requestAnimationFrame(step)
    }
    this.gliding = begun
    step(begun)
  }

  stop() {
    this.gliding = null
  }

  // Not while a hand holds the cloud.
  rotate(on) {
    cancelAnimationFrame(this.turning)
    if (!on) return
    let last = performance.now()
    const step = (now) => {
      if (!this.held()) this.camera.turn((-2 * Math.PI * Math.min(100, now - last)) / TURN_MS, 0)
      last = now
      this.turned(now)
      this.turning = requestAnimationFrame(step)
    }
    this.turning = requestAnimationFrame(step)
  }
}

// Turns, moves and magnifies a camera by mouse, touch, wheel and keys. Calls `moved()` after each, `clicked(x, y)`
// for a click or tap, `hovered(x, y)` for a resting pointer, `hovered(null)` when it leaves, and `home()` for the key 0.
export class CameraHands {
  constructor(stage, camera, { moved, clicked, hovered, home }) {
    Object.assign(this, { stage, camera, moved, clicked, hovered, home })
    this.pointers = new Map()
    stage.addEventListener("pointerdown", (event) => this.down(event))
    stage.addEventListener("pointermove", (event) => this.move(event))
    for (const kind of ["pointerup", "pointercancel"]) stage.addEventListener(kind, (event) => this.up(event))
    stage.addEventListener("pointerleave", () => this.leave())
    stage.addEventListener("wheel", (event) => this.wheel(event), { passive: false })
    stage.addEventListener("keydown", (event) => this.key(event))
    stage.addEventListener("contextmenu", (event) => event.preventDefault())
  }

  down(event) {
    if (event.target !== this.stage) return
    const spot = placeOn(this.stage, event)
    this.pointers.set(event.pointerId, spot)
    const slides = event.button === 2 || event.button === 1 || event.shiftKey
    if (this.pointers.size === 1) this.drag = { ...spot, slides, moved: false, place: this.camera.place }
    else this.drag.moved = true
    this.hovered(null)
    if (event.pointerType !== "touch") this.stage.setPointerCapture(event.pointerId)
  }

  move(event) {
    const last = this.pointers.get(event.pointerId)
    const spot = placeOn(this.stage, event)
    if (!last) {
      if (event.pointerType === "mouse") this.hovered(spot.x, spot.y)
      return
    }
    if (!this.drag.moved && Math.hypot(spot.x - this.drag.x, spot.y - this.drag.y) < 5) return
    this.drag.moved = true
    const height = this.stage.clientHeight
    if (this.pointers.size === 2) {
      const other = [...this.pointers.entries()].find(([id]) => id !== event.pointerId)[1]
      const spread = (one) => Math.hypot(one.x - other.x, one.y - other.y)
      this.camera.magnify(bounded(spread(spot) / Math.max(1, spread(last)), 0.5, 2))
      this.camera.slide((spot.x - last.x) / 2, (spot.y - last.y) / 2, height)
    } else if (this.drag.slides) this.camera.slide(spot.x - last.x, spot.y - last.y, height)
    else this.camera.turn(((last.x - spot.x) * 4) / height, ((spot.y - last.y) * 4) / height)
    this.pointers.set(event.pointerId, spot)
    this.moved()
  }

  up(event) {
    if (!this.pointers.delete(event.pointerId)) return
    if (event.type === "pointercancel") {
      // The finger scrolls the page.
      Object.assign(this.camera, this.drag.place)
      this.moved()
    }
    if (event.type === "pointerup" && !this.drag.moved && !this.pointers.size && event.button === 0)
      this.clicked(this.drag.x, this.drag.y)
  }

  leave() {
    this.hovered(null)
  }

  wheel(event) {
    this.camera.magnify(Math.exp(-wheelPixels(event) * 0.003))
    this.moved()
  }

  key(event) {
    if (event.target !== this.stage || event.ctrlKey || event.metaKey || event.altKey) return
    const turns = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] }
    if (event.key in turns) this.camera.turn(...turns[event.key])
    else if (event.key === "+" || event.key === "=") this.camera.magnify(1.2)
    else if (event.key === "-") this.camera.magnify(1 / 1.2)
    else if (event.key === "0") this.home()
    else return
    event.preventDefault()
    if (event.key !== "0") this.moved()
  }
}
