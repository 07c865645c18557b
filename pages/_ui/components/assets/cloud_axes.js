import { cssColor, inkOn } from "./page_colors.js"
import { bounded } from "./places.js"

const TICKS = 4
// A plane has room for more of them, but for one in so many pixels.
const FLAT_TICKS = [2, 7]
const FLAT_TICK_ROOM = 45
const TITLE_DISTANCE = 42
const FLAT_TITLE_DISTANCE = 38

export const niceStep = (range, ticks) => {
  const rough = range / ticks
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * [1, 2, 2.5, 5, 10].find((step) => step * power >= rough * 0.999)
}

const ticksOf = ({ low, high }, most) => {
  const step = low === 0 && high === 255 ? 64 : niceStep(high - low, most)
  const ticks = []
  for (let tick = Math.ceil(low / step) * step; tick <= high + 1e-9; tick += step) ticks.push(tick)
  if (step === 64) ticks.push(255)
  return ticks
}

// For each axis the edge of the box that stands free beside what is seen: [axis, fixed signs].
const freeEdges = (eye, half, project, places) =>
  places.map((axis) => {
    const [one, other] = [0, 1, 2].filter((number) => number !== axis)
    const seen = (number, sign) => sign * eye[number] > half[number]
    const edges = [-1, 1].flatMap((first) => [-1, 1].map((second) => ({ first, second })))
    const placed = edges.map(({ first, second }) => {
      const signs = [0, 0, 0]
      Object.assign(signs, { [one]: first, [other]: second })
      const middle = project(signs.map((sign, number) => sign * half[number]))
      return { signs, middle, free: seen(one, first) !== seen(other, second) }
    })
    const free = placed.filter((edge) => edge.free)
    const rank = axis === places.at(-1) ? ({ middle }) => middle.x : ({ middle }) => -middle.y
    return (free.length ? free : placed).reduce((best, edge) => (rank(edge) < rank(best) ? edge : best)).signs
  })

const haloed = (context, text, x, y, ink, ground) => {
  context.strokeStyle = ground
  context.lineWidth = 3
  context.strokeText(text, x, y)
  context.fillStyle = ink
  context.fillText(text, x, y)
}

// Faint, from one side of a plane to the other.
const drawGrid = (context, from, to, ink) => {
  Object.assign(context, { globalAlpha: 0.14, strokeStyle: ink, lineWidth: 1 })
  context.beginPath()
  context.moveTo(from.x, from.y)
  context.lineTo(to.x, to.y)
  context.stroke()
  context.globalAlpha = 1
}

// The titles and numbers of the axes, beside the box.
export const drawAxes = (context, { frame, half, project, eye, middle, room, style }) => {
  const isFlat = frame.order.length === 2
  freeEdges(eye, half, project, [...frame.order.keys()]).forEach((signs, place) => {
    const axis = frame.axes[frame.order[place]]
    const at = (value, side = 1) => {
      const spot = signs.map((sign, number) => side * sign * half[number])
      spot[place] = ((value - axis.low) / (axis.high - axis.low)) * 2 * half[place] - half[place]
      return project(spot)
    }
    const [first, last] = [at(axis.low), at(axis.high)]
    const length = Math.hypot(last.x - first.x, last.y - first.y)
    const center = { x: (first.x + last.x) / 2, y: (first.y + last.y) / 2 }
    let [across, down] = [last.y - first.y, first.x - last.x]
    if (across * (center.x - middle.x) + down * (center.y - middle.y) < 0) [across, down] = [-across, -down]
    const reach = Math.hypot(across, down) || 1
    const away = ({ x, y }, distance) => [x + (across / reach) * distance, y + (down / reach) * distance]
    context.strokeStyle = style.ink
    context.globalAlpha = 0.8
    context.lineWidth = 1.25
    context.beginPath()
    context.moveTo(first.x, first.y)
    context.lineTo(last.x, last.y)
    context.stroke()
    context.globalAlpha = 1
    if (length < 45) return
    context.font = style.text(12)
    for (const tick of ticksOf(axis, isFlat ? bounded(length / FLAT_TICK_ROOM, ...FLAT_TICKS) : TICKS)) {
      const from = at(tick)
      if (isFlat) drawGrid(context, from, at(tick, -1), style.ink)
      context.beginPath()
      context.moveTo(from.x, from.y)
      context.lineTo(...away(from, 5))
      context.stroke()
      if (isFlat || length > 130 || tick === axis.low || tick === axis.high)
        haloed(context, String(tick), ...away(from, 17), style.soft, style.ground)
    }
    if (isFlat) return drawFlatTitle(context, axis.title, away(center, FLAT_TITLE_DISTANCE), length, place === 1, style)
    context.font = style.text(15, 600)
    const [x, y] = away(center, TITLE_DISTANCE)
    const least = context.measureText(axis.title).width / 2 + 4
    haloed(context, axis.title, bounded(x, least, room - least), y, style.ink, style.ground)
  })
}

// Along the axis; without its unit where that does not fit.
const drawFlatTitle = (context, title, [x, y], room, isUpright, style) => {
  context.font = style.text(13)
  const text = context.measureText(title).width > room ? title.split(", ")[0] : title
  context.save()
  context.translate(x, y)
  if (isUpright) context.rotate(-Math.PI / 2)
  haloed(context, text, 0, 0, style.ink, style.ground)
  context.restore()
}

// Names beside the marks, to the left of those on the left, moved apart where they would cover each other. None begins
// left of `from`.
export const drawNames = (context, marks, room, style, from = 0) => {
  context.font = style.text(12, 600)
  context.textAlign = "left"
  // Labels cover no sphere and no other label: beside their sphere, on its other side, or further down.
  const spheres = marks.filter(({ under }) => !under)
  const taken = spheres.map(({ x, y, radius }) => ({ x: x - radius, y: y - 10, width: 2 * radius }))
  const middle = spheres.reduce((sum, mark) => sum + mark.x, 0) / spheres.length
  for (const { x, y, label, radius, faint } of spheres.sort((one, other) => one.y - other.y)) {
    if (!label) continue
    const width = context.measureText(label).width + 12
    const [left, right] = [x - radius - 6 - width, x + radius + 6]
    const onRight = right + width < room && (x >= middle - 1 || left < from)
    const sides = onRight ? [right, left] : [left, right]
    let box
    const covers = (other) =>
      box.x < other.x + other.width && other.x < box.x + width && Math.abs(box.y - other.y) < 20.5
    const isFree = (side) => {
      box = { x: side, y: y - 10, width }
      return side >= from && side + width <= room && !taken.some(covers)
    }
    box = { x: sides.find(isFree) ?? sides[0], y: y - 10, width }
    for (let hit = taken.find(covers), tries = 0; hit && tries < 20; hit = taken.find(covers), tries++)
      box = { ...box, y: hit.y + 21 }
    taken.push(box)
    context.globalAlpha = faint ? 0.45 : 1
    context.fillStyle = style.ground
    context.strokeStyle = style.line
    context.lineWidth = 1
    context.beginPath()
    context.roundRect(box.x, box.y, width, 20, 4)
    context.globalAlpha *= 0.88
    context.fill()
    context.globalAlpha = faint ? 0.45 : 1
    context.stroke()
    context.fillStyle = style.ink
    context.fillText(label, box.x + 6, box.y + 10.5)
  }
  context.globalAlpha = 1
  context.textAlign = "center"
}

// Numbers on the marks, but for those that a nearer mark covers. marks: the farthest first.
export const drawNumbers = (context, marks, style) => {
  marks.forEach(({ x, y, number, radius, color }, at) => {
    const isCovered = marks.slice(at + 1).some((other) => Math.hypot(other.x - x, other.y - y) < 0.8 * other.radius)
    if (!number || isCovered) return
    context.font = `600 ${Math.round(0.85 * radius)}px ${style.font}`
    haloed(context, number, x, y + 0.5, inkOn(color), cssColor(color))
  })
}
