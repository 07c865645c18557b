import { bounded } from "./cloud_camera.js"

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
