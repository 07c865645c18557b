import assert from "node:assert/strict"
import { test } from "node:test"

import { nearestAreas, trianglesOf } from "../../pages/_ui/components/assets/nearest_areas.js"

const SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10]]
const sizeOf = (polygon) =>
  trianglesOf(polygon).reduce((sum, _, at, corners) => {
    if (at % 3) return sum
    const [[ax, ay], [bx, by], [cx, cy]] = corners.slice(at, at + 3)
    return sum + Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
  }, 0)

test("one spot has the whole area", () => {
  assert.deepEqual(nearestAreas([[3, 3]], SQUARE), [SQUARE])
})

test("two spots share it along the line between them", () => {
  const [left, right] = nearestAreas([[1, 5], [5, 5]], SQUARE)
  assert.equal(sizeOf(left), 30)
  assert.equal(sizeOf(right), 70)
  assert.equal(Math.max(...left.map(([x]) => x)), 3)
})

test("the areas of many spots fill the whole and hold what is nearest", () => {
  const spots = Array.from({ length: 12 }, (_, at) => [(at * 7.3) % 10, (at * 3.9) % 10])
  const areas = nearestAreas(spots, SQUARE)
  assert.ok(Math.abs(areas.reduce((sum, area) => sum + sizeOf(area), 0) - 100) < 1e-9)
  areas.forEach((area, row) => {
    for (const [x, y] of area) {
      const distances = spots.map(([left, top]) => Math.hypot(x - left, y - top))
      assert.ok(distances[row] - Math.min(...distances) < 1e-9)
    }
  })
})

test("a spot outside may have nothing of the area", () => {
  const [inside, outside] = nearestAreas([[5, 5], [50, 5]], SQUARE)
  assert.equal(sizeOf(inside), 100)
  assert.deepEqual(trianglesOf(outside), [])
})
