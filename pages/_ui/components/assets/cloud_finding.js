import { REACH } from "./camera.js"
import { DIMMED, HIDDEN } from "./cloud_surface.js"

// How large a point of radius 1 is drawn where the stage is `SCALE_SIDE` pixels high or wide.
const SCALE_SIDE = 560

export const pointScale = (zoom, { width, height }) => REACH * zoom * (Math.min(width, height) / SCALE_SIDE)

// The nearest mark under a place, of marks as seen that are not under others, or nothing.
export const markUnder = (marks, x, y) => {
  const near = marks.filter((mark) => !mark.under && Math.hypot(mark.x - x, mark.y - y) <= mark.radius + 3)
  return near.length ? near.reduce((one, other) => (other.depth < one.depth ? other : one)) : null
}

// The row of the point under a place that is in front, or -1. `scale` is that of `pointScale`; `slack`: so many pixels
// beside a point still count.
export const pointUnder = ({ spots, sizes, states }, m, { width, height }, scale, x, y, slack = 2) => {
  let [best, least] = [-1, Infinity]
  for (let point = 0; point < sizes.length; point++) {
    if (states[point] === HIDDEN) continue
    const [a, b, c] = [spots[3 * point], spots[3 * point + 1], spots[3 * point + 2]]
    const depth = m[3] * a + m[7] * b + m[11] * c + m[15]
    const across = (((m[0] * a + m[4] * b + m[8] * c + m[12]) / depth + 1) / 2) * width - x
    const down = ((1 - (m[1] * a + m[5] * b + m[9] * c + m[13]) / depth) / 2) * height - y
    const reach = Math.max((sizes[point] * scale) / depth, 1) + slack
    const from = across * across + down * down
    if (from > reach * reach) continue
    // In front counts; beside the middle of a point, less. Dimmed points only where there is no other.
    const rank = depth + (from / (reach * reach)) * 0.05 + (states[point] >= DIMMED ? 10 : 0)
    if (rank < least) [best, least] = [point, rank]
  }
  return best
}

// The number that a cluster of one palette has in another: its own if the color stands there, or else that of the nearest.
export const sameCluster = (number, before, now) => {
  const color = before[number]
  if (now[number] === color) return number
  const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))
  const [r, g, b] = channels(color)
  const distances = now.map(channels).map(([red, green, blue]) => Math.hypot(red - r, green - g, blue - b))
  return distances.indexOf(Math.min(...distances))
}
