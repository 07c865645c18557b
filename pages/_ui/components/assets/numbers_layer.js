// Numbers at places of a picture, as large on the screen at any zoom.

const CELL = 4
const MARGIN = 1
const [PLAIN, LIT, HALO] = ["#fff", "#ffd600", "rgb(0 0 0 / .85)"]

// The rows whose numbers are seen, first those that are lit, then as they are ordered, and how many of those in sight
// are left out because they would cover another. `size` is that of the letters.
export const shownNumbers = ({ places, order }, lit, place, size) => {
  const { scale, x, y, stage } = place
  const [columns, rows] = [Math.ceil(stage.width / CELL), Math.ceil(stage.height / CELL)]
  const taken = new Uint8Array(columns * rows)
  const shown = []
  let leftOut = 0
  const isLit = new Set(lit)
  const show = (row) => {
    const [left, top] = [x + (places[2 * row] + 0.5) * scale, y + (places[2 * row + 1] + 0.5) * scale]
    if (left < 0 || top < 0 || left >= stage.width || top >= stage.height) return
    const [wide, high] = [(String(row + 1).length * size * 0.56) / 2 + MARGIN, size / 2 + MARGIN]
    const first = (at) => Math.max(0, Math.floor(at / CELL))
    const [x0, y0] = [first(left - wide), first(top - high)]
    const [x1, y1] = [Math.min(columns - 1, first(left + wide)), Math.min(rows - 1, first(top + high))]
    for (let v = y0; v <= y1; v++)
      for (let u = x0; u <= x1; u++)
        if (taken[v * columns + u]) {
          leftOut++
          return
        }
    for (let v = y0; v <= y1; v++) taken.fill(1, v * columns + x0, v * columns + x1 + 1)
    shown.push([row, left, top])
  }
  lit.forEach(show)
  for (const row of order) if (!isLit.has(row)) show(row)
  return { shown, leftOut }
}

// Draws numbers { places, order } anew, or none, and says how many were left out.
export const drawNumbers = (canvas, numbers, lit, place, font) => {
  const density = globalThis.devicePixelRatio || 1
  const { width, height } = place.stage
  canvas.width = numbers ? Math.round(width * density) : 0
  canvas.height = numbers ? Math.round(height * density) : 0
  if (!numbers) return 0
  const ink = canvas.getContext("2d")
  ink.scale(density, density)
  Object.assign(ink, { font: font.text, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3 })
  ink.strokeStyle = HALO
  const { shown, leftOut } = shownNumbers(numbers, lit, place, font.size)
  const isLit = new Set(lit)
  for (const [row, left, top] of shown) {
    ink.fillStyle = isLit.has(row) ? LIT : PLAIN
    ink.strokeText(row + 1, left, top)
    ink.fillText(row + 1, left, top)
  }
  return leftOut
}
