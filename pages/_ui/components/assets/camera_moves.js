const CALM = globalThis.matchMedia("(prefers-reduced-motion: reduce)")
const MOVE_MS = 380
const TURN_MS = 24000
const FIT_MARGIN = 58

// `place` of a camera, so near and so placed that these spots fill a stage of this size.
const fitted = (place, spots, { width, height }) => {
  const camera = Object.assign(new CloudCamera(), place, { zoom: 1, x: 0, y: 0 })
  const matrix = camera.matrix(width / height)
  const seen = spots.map((spot) => seenAt(matrix, { width, height }, spot))
  const range = (values) =>
    values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
  const [left, right] = range(seen.map(({ x }) => x))
  const [top, bottom] = range(seen.map(({ y }) => y))
  const margin = Math.min(FIT_MARGIN, 0.11 * width)
  const most = Math.min(
    (width - 2 * margin) / Math.max(1, right - left),
    (height - 2 * FIT_MARGIN) / Math.max(1, bottom - top),
  )
  const zoom = Math.min(most, ZOOM_MOST)
  const away = (low, high, room) => ((room - low - high) * zoom) / height
  return { ...place, zoom, x: away(left, right, width), y: -away(top, bottom, height) }
}

// Moves a camera by itself: to a place in a glide, or slowly around. Calls `moved()` and `turned()` after each step.
class CameraMoves {
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
