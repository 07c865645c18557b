const FIELD = (32 * Math.PI) / 180
export const REACH = 1 / Math.tan(FIELD / 2)
export const DISTANCE = 1.1 / Math.sin(FIELD / 2)
export const ZOOM_MOST = 12
export const HOME = { yaw: -0.96, pitch: 0.42, zoom: 1, x: 0, y: 0 }

export const bounded = (value, low, high) => Math.min(Math.max(value, low), high)

// Looks at the middle of a sphere of radius 1 from (yaw, pitch); the third axis points up.
// x and y move the picture, in halves of the height of the screen.
export class CloudCamera {
  constructor() {
    Object.assign(this, HOME)
  }

  get place() {
    const { yaw, pitch, zoom, x, y } = this
    return { yaw, pitch, zoom, x, y }
  }

  turn(yaw, pitch) {
    this.yaw = (this.yaw + yaw) % (2 * Math.PI)
    this.pitch = bounded(this.pitch + pitch, -Math.PI / 2, Math.PI / 2)
  }

  magnify(factor) {
    this.zoom = bounded(this.zoom * factor, 0.5, ZOOM_MOST)
  }

  // Right, up and back as seen, and the place of the eye.
  axes() {
    const [cosYaw, sinYaw] = [Math.cos(this.yaw), Math.sin(this.yaw)]
    const [cosPitch, sinPitch] = [Math.cos(this.pitch), Math.sin(this.pitch)]
    const back = [cosPitch * cosYaw, cosPitch * sinYaw, sinPitch]
    return {
      right: [-sinYaw, cosYaw, 0],
      up: [-sinPitch * cosYaw, -sinPitch * sinYaw, cosPitch],
      back,
      eye: back.map((value) => value * DISTANCE),
    }
  }

  // Column-major, for a screen of this width to height.
  matrix(aspect) {
    const { right, up, back } = this.axes()
    const tall = REACH * this.zoom * Math.min(1, aspect)
    const wide = tall / aspect
    const [near, far] = [DISTANCE - 2.2, DISTANCE + 2.2]
    const depth = (far + near) / (near - far)
    const matrix = new Float32Array(16)
    for (let axis = 0; axis < 3; axis++) {
      matrix[4 * axis] = wide * right[axis] - (this.x / aspect) * back[axis]
      matrix[4 * axis + 1] = tall * up[axis] - this.y * back[axis]
      matrix[4 * axis + 2] = depth * back[axis]
      matrix[4 * axis + 3] = -back[axis]
    }
    matrix[12] = (this.x / aspect) * DISTANCE
    matrix[13] = this.y * DISTANCE
    matrix[14] = -depth * DISTANCE + (2 * far * near) / (near - far)
    matrix[15] = DISTANCE
    return matrix
  }
}

// Where a spot of the sphere is on a stage of this size, and how far away.
export const seenAt = (m, { width, height }, spot) => {
  const row = (at) => m[at] * spot[0] + m[at + 4] * spot[1] + m[at + 8] * spot[2] + m[at + 12]
  const depth = row(3)
  return { x: ((row(0) / depth + 1) / 2) * width, y: ((1 - row(1) / depth) / 2) * height, depth }
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

  spot(event) {
    const { left, top } = this.stage.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  down(event) {
    if (event.target !== this.stage) return
    this.pointers.set(event.pointerId, this.spot(event))
    const slides = event.button === 2 || event.button === 1 || event.shiftKey
    if (this.pointers.size === 1) this.drag = { ...this.spot(event), slides, moved: false, place: this.camera.place }
    else this.drag.moved = true
    this.engaged = true
    this.hovered(null)
    if (event.pointerType !== "touch") this.stage.setPointerCapture(event.pointerId)
  }

  move(event) {
    const last = this.pointers.get(event.pointerId)
    const spot = this.spot(event)
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
      this.slide((spot.x - last.x) / 2, (spot.y - last.y) / 2, height)
    } else if (this.drag.slides) this.slide(spot.x - last.x, spot.y - last.y, height)
    else this.camera.turn(((last.x - spot.x) * 4) / height, ((spot.y - last.y) * 4) / height)
    this.pointers.set(event.pointerId, spot)
    this.moved()
  }

  slide(x, y, height) {
    const { camera } = this
    const most = camera.zoom
    camera.x = bounded(camera.x + (2 * x) / height, -most, most)
    camera.y = bounded(camera.y - (2 * y) / height, -most, most)
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
    if (!this.pointers.size) this.engaged = false
  }

  // The page scrolls until the cloud has been clicked or zoomed in.
  wheel(event) {
    if (!this.engaged && !event.ctrlKey && (event.deltaY > 0 || event.deltaX)) return
    event.preventDefault()
    this.engaged = true
    const pixels = bounded(event.deltaY * (event.deltaMode ? 30 : 1), -120, 120)
    this.camera.magnify(Math.exp(-pixels * 0.003))
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
