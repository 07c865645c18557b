import { DIMMED, HIDDEN, NORMAL } from "./cloud_surface.js"

const MARK_RADIUS = 13
const PIN_RADIUS = 11
const MEMBER_ALPHA = 84

export const three = (values, row) => values.subarray(3 * row, 3 * row + 3)

export const hexOf = (points, row) => `#${[...three(points.colors, row)].map((value) => value.toString(16).padStart(2, "0")).join("")}`

// 1 for each point whose pixels are in the light, or null for all.
export const litPoints = ({ chosen, points, clusters, selected, hidden }) => {
  if (chosen?.kind === "point") return Uint8Array.from({ length: points.count }, (_, at) => at === chosen.point)
  if (chosen?.kind === "cluster") return clusters.labels.map((label) => label === chosen.cluster)
  if (selected) return selected
  return hidden.size ? clusters.labels.map((label) => !hidden.has(label)) : null
}

// What CloudScene.setStates takes.
export const pointStates = ({ chosen, points, clusters, selected, hidden }, lit) => {
  const group = chosen?.kind === "cluster" ? lit : selected
  return Float32Array.from({ length: points.count }, (_, point) => {
    if (hidden.has(clusters.labels[point])) return HIDDEN
    return !group || group[point] ? NORMAL : DIMMED
  })
}

// The centroids that are not hidden, and a pin on a point with the name of its color, as CloudScene.setMarks takes them.
export const centroidMarks = ({ chosen, clusters, hidden }) =>
  clusters.hexes
    .map((hex, cluster) => ({
      cluster,
      position: three(clusters.centers, cluster),
      color: [...three(clusters.palette, cluster)],
      label: `${hex}  ${clusters.shares[cluster]}`,
      radius: MARK_RADIUS,
      faint: chosen?.kind === "cluster" && chosen.cluster !== cluster,
    }))
    .filter(({ cluster }) => !hidden.has(cluster))

export const pinMark = ({ shape }, point, label) => ({
  position: three(shape.positions, point),
  color: [1, 3, 5].map((at) => parseInt(label.slice(at, at + 2), 16)),
  label,
  radius: PIN_RADIUS,
})

// A line from each point that is not hidden to its centroid, as CloudScene.setLines takes them.
export const memberLines = ({ points, clusters, shape, hidden }) => {
  const drawn = [...Array(points.count).keys()].filter((at) => !hidden.has(clusters.labels[at]))
  const [ends, colors] = [new Float32Array(6 * drawn.length), new Uint8Array(8 * drawn.length)]
  drawn.forEach((point, line) => {
    const cluster = clusters.labels[point]
    ends.set(three(shape.positions, point), 6 * line)
    ends.set(three(clusters.centers, cluster), 6 * line + 3)
    for (const end of [0, 4]) {
      colors.set(three(clusters.palette, cluster), 8 * line + end)
      colors[8 * line + end + 3] = MEMBER_ALPHA
    }
  })
  return [ends, colors, 1]
}
