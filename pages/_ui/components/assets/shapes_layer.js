// Shapes over a picture, as SVG that follows its place on the stage. Points are pixels; a shape reaches over all of
// its pixels, a line from middle to middle.

import { bounded } from "./places.js"

const NS = "http://www.w3.org/2000/svg"

// Half the width of a letter, in pixels of the screen.
const LETTER = 4

const svg = (tag, attributes) => {
  const made = document.createElementNS(NS, tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}

// Left, top, right and bottom of two corner pixels, both included.
export const spanOf = ([[x0, y0], [x1, y1]]) => [
  Math.min(x0, x1),
  Math.min(y0, y1),
  Math.max(x0, x1) + 1,
  Math.max(y0, y1) + 1,
]

// The outline as path data in pixels of the stage.
export const pathOf = (kind, points, { scale, x, y }) => {
  const across = (at) => (x + at * scale).toFixed(1)
  const down = (at) => (y + at * scale).toFixed(1)
  if (kind === "rectangle" || kind === "ellipse") {
    if (points.length < 2) return ""
    const [left, top, right, bottom] = spanOf(points)
    if (kind === "rectangle")
      return `M${across(left)} ${down(top)}H${across(right)}V${down(bottom)}H${across(left)}Z`
    const radii = `${(((right - left) * scale) / 2).toFixed(1)} ${(((bottom - top) * scale) / 2).toFixed(1)}`
    const middle = down((top + bottom) / 2)
    return `M${across(left)} ${middle}A${radii} 0 1 1 ${across(right)} ${middle}A${radii} 0 1 1 ${across(left)} ${middle}Z`
  }
  const corners = points.map(([px, py]) => `${across(px + 0.5)} ${down(py + 0.5)}`)
  return corners.length ? `M${corners.join("L")}${kind === "polygon" && corners.length > 2 ? "Z" : ""}` : ""
}

// Draws shapes { kind, points, out, text } anew.
// With a ruler, the side of a pixel and its unit, the size of what is drawn stands at it.
export const drawShapes = (root, shapes, sketch, place, ruler) => {
  const { width, height } = place.stage
  root.setAttribute("viewBox", `0 0 ${width} ${height}`)
  const parts = []
  for (const shape of shapes) {
    const d = pathOf(shape.kind, shape.points, place)
    parts.push(svg("path", { d, class: "under" }), svg("path", { d, class: shape.out ? "line out" : "line" }))
    if (shape.text) parts.push(label(shape, place))
  }
  if (sketch) {
    const d = pathOf(sketch.kind, sketch.shown, place)
    parts.push(svg("path", { d, class: "under" }), svg("path", { d, class: "line live" }))
    for (const [px, py] of sketch.points) {
      const at = { cx: place.x + (px + 0.5) * place.scale, cy: place.y + (py + 0.5) * place.scale, r: 4 }
      parts.push(svg("circle", { ...at, class: "point" }))
    }
    const text = ruler && sizeText(sketch.kind, sketch.shown, ruler)
    if (text) parts.push(label({ points: sketch.shown, text }, place))
  }
  root.replaceChildren(...parts)
}

// How long a line is from middle to middle, or how wide and high a rectangle or an ellipse.
export const sizeText = (kind, points, [pixel, unit]) => {
  if (points.length !== 2 || kind === "polygon") return ""
  const shown = (pixels) => (pixels * pixel).toLocaleString("en", { maximumSignificantDigits: 4 })
  const [left, top, right, bottom] = spanOf(points)
  if (kind === "line") return `${shown(Math.hypot(right - left - 1, bottom - top - 1))} ${unit}`
  return `${shown(right - left)} × ${shown(bottom - top)} ${unit}`
}

// In the middle between two points, and in sight.
const label = ({ points, text }, { scale, x, y, stage }) => {
  const [[x0, y0], [x1, y1]] = points
  const [across, down] = [x + ((x0 + x1 + 1) / 2) * scale, y + ((y0 + y1 + 1) / 2) * scale - 8]
  const reach = LETTER * text.length
  const made = svg("text", { x: bounded(across, reach, stage.width - reach), y: bounded(down, 16, stage.height - 8) })
  made.textContent = text
  return made
}

// The longest length of 1, 2 or 5 times a power of ten that fits, and how many pixels of the stage it takes.
export const barOf = (unitsPerPixel, room) => {
  const most = unitsPerPixel * room
  const step = 10 ** Math.floor(Math.log10(most))
  const length = [5, 2, 1].find((factor) => factor * step <= most) * step
  return { length: Number(length.toPrecision(1)), width: length / unitsPerPixel }
}
