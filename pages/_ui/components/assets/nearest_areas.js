// The part of an area that is at least as near to one spot as to another, as a polygon.
const nearerPart = (area, spot, other) => {
  const lead = (place) => distance(place, other) - distance(place, spot)
  return area.flatMap((place, at) => {
    const next = area[(at + 1) % area.length]
    const [here, there] = [lead(place), lead(next)]
    const part = here / (here - there)
    const crossing = here * there < 0 ? [place.map((value, axis) => value + part * (next[axis] - value))] : []
    return here >= 0 ? [place, ...crossing] : crossing
  })
}

const distance = (one, other) => (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2

// For each of some spots in the plane, what of an area is nearest to it: polygons like the area itself.
export const nearestAreas = (spots, area) =>
  spots.map((spot) => spots.reduce((part, other) => (other === spot ? part : nearerPart(part, spot, other)), area))

// Three corners for each triangle of a polygon without dents.
export const trianglesOf = (polygon) =>
  polygon.slice(2).flatMap((corner, at) => [polygon[0], polygon[at + 1], corner])
