import { undelta } from "./packed_arrays.js"

export const FIRST_RADIUS = 1.6
export const COUNT_RADIUS = 6.4
export const HEAT = [
  [68, 1, 84], [71, 44, 122], [59, 81, 139], [44, 113, 142], [33, 144, 141], [39, 173, 129], [92, 200, 99],
  [170, 220, 50], [253, 231, 37],
]

export const once = (entry, make) => (entry.made ??= make(entry))

export const readPoints = ({ header, arrays }) => {
  const counts = undelta(arrays.counts, 1, 4)
  const sorted = Float64Array.from(counts).sort()
  const most = sorted[Math.floor((sorted.length - 1) * (header.kind === "density" ? 0.99 : 0.9995))]
  return {
    count: counts.length,
    colors: undelta(arrays.colors, 3, 1),
    counts,
    total: sorted.reduce((sum, count) => sum + count, 0),
    radii: Float32Array.from(counts, (count) => FIRST_RADIUS + COUNT_RADIUS * Math.cbrt(Math.min(1, count / most))),
    map: arrays.map,
    strays: undelta(arrays.strays, 1, 2),
    cells: undelta(arrays.cells, 1, 2),
    mapWidth: header.width,
    mapHeight: header.height,
  }
}

export const readShape = ({ header, arrays }) => {
  const steps = undelta(arrays.positions, 3, 2)
  const low = header.axes.map((axis) => axis.low)
  const scale = header.axes.map((axis) => (axis.high - axis.low) / header.steps)
  let begin = 0
  const outline = header.lines.map((length) => {
    const part = [3 * begin, 3 * (begin += length)]
    return { points: arrays.outline.subarray(...part), colors: arrays.outline_colors.subarray(...part) }
  })
  const { axes, up, gray, proportions } = header
  return {
    positions: Float32Array.from(steps, (step, at) => low[at % 3] + step * scale[at % 3]),
    frame: { axes, up, gray, proportions, outline },
  }
}

export const readClusters = ({ header, arrays }) => ({ ...header, ...arrays })

const heat = (part) => {
  const at = part * (HEAT.length - 1)
  const low = Math.min(HEAT.length - 2, Math.floor(at))
  return HEAT[low].map((value, channel) => Math.round(value + (HEAT[low + 1][channel] - value) * (at - low)))
}

const HEAT_BYTES = Uint8Array.from(Array.from({ length: 256 }, (_, step) => heat(step / 255)).flat())

// RGB bytes of each point.
export const paintPoints = (paint, points, clusters) => {
  if (paint === "own") return points.colors
  const [table, rows] =
    paint === "cluster" ? [clusters.palette, clusters.labels] : [HEAT_BYTES, clusters.distances]
  const colors = new Uint8Array(3 * points.count)
  for (let point = 0; point < points.count; point++)
    for (let channel = 0; channel < 3; channel++) colors[3 * point + channel] = table[3 * rows[point] + channel]
  return colors
}
