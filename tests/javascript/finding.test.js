import assert from "node:assert/strict"
import { test } from "node:test"

import { Camera, projected } from "../../pages/_ui/components/assets/camera.js"
import { markUnder, pointScale, pointUnder, sameCluster } from "../../pages/_ui/components/assets/cloud_finding.js"
import { DIMMED, FADED, HIDDEN, NORMAL } from "../../pages/_ui/components/assets/cloud_surface.js"

const STAGE = { width: 700, height: 560 }
// From above: the third axis is how near a point is.
const CAMERA = Object.assign(new Camera(), { yaw: -Math.PI / 2, pitch: Math.PI / 2 })
const MATRIX = CAMERA.matrix(STAGE.width / STAGE.height)
const SCALE = pointScale(1, STAGE)

const find = (points, { x, y }) =>
  pointUnder(
    {
      spots: Float32Array.from(points.flatMap(({ spot }) => spot)),
      sizes: Float32Array.from(points, ({ size = 5 }) => size),
      states: Float32Array.from(points, ({ state = NORMAL }) => state),
    },
    MATRIX,
    STAGE,
    SCALE,
    x,
    y,
  )
const seen = (spot) => projected(MATRIX, STAGE, spot)

test("a point is found where it is seen, and not beside it", () => {
  const spot = [0.3, -0.2, 0.1]
  const { x, y } = seen(spot)
  assert.equal(find([{ spot }], { x, y }), 0)
  assert.equal(find([{ spot }], { x: x + 5, y }), 0)
  assert.equal(find([{ spot }], { x: x + 12, y }), -1)
  assert.equal(find([], { x, y }), -1)
})

test("a finger finds a point that it lies beside", () => {
  const spot = [0.3, -0.2, 0.1]
  const { x, y } = seen(spot)
  const points = { spots: Float32Array.from(spot), sizes: Float32Array.of(5), states: Float32Array.of(NORMAL) }
  assert.equal(pointUnder(points, MATRIX, STAGE, SCALE, x + 14, y, 12), 0)
  assert.equal(pointUnder(points, MATRIX, STAGE, SCALE, x + 14, y), -1)
})

test("of points behind each other the nearest to the eye is found", () => {
  const points = [{ spot: [0, 0, -0.5] }, { spot: [0, 0, 0.5] }, { spot: [0, 0, 0] }]
  assert.equal(find(points, seen([0, 0, 0])), 1)
})

test("hidden points are not found, dimmed and faded ones only where there is no other", () => {
  const [behind, before] = [{ spot: [0, 0, -0.5] }, { spot: [0, 0, 0.5] }]
  const spot = seen([0, 0, 0])
  assert.equal(find([behind, { ...before, state: HIDDEN }], spot), 0)
  assert.equal(find([behind, { ...before, state: DIMMED }], spot), 0)
  assert.equal(find([behind, { ...before, state: FADED }], spot), 0)
  assert.equal(find([{ ...behind, state: HIDDEN }, { ...before, state: DIMMED }], spot), 1)
})

test("points are larger nearby and on a larger stage", () => {
  assert.equal(pointScale(2, STAGE), 2 * SCALE)
  assert.equal(pointScale(1, { width: 280, height: 900 }), SCALE / 2)
})

test("the nearest mark under a place is found", () => {
  const marks = [
    { x: 100, y: 100, radius: 10, depth: 4 },
    { x: 104, y: 100, radius: 10, depth: 3 },
    { x: 300, y: 100, radius: 10, depth: 1 },
  ]
  assert.equal(markUnder(marks, 101, 100), marks[1])
  assert.equal(markUnder(marks, 89, 100), marks[0])
  assert.equal(markUnder(marks, 200, 100), null)
  assert.equal(markUnder([{ ...marks[2], under: true }], 300, 100), null)
})

test("a cluster is found again by its color", () => {
  const before = ["#ffffff", "#c80000", "#c80000"]
  assert.equal(sameCluster(0, before, ["#000000", "#c00505", "#fafafa", "#00c800"]), 2)
  assert.equal(sameCluster(1, before, ["#000000", "#c00505", "#fafafa"]), 1)
  assert.equal(sameCluster(2, before, ["#c80000", "#000000", "#c80000"]), 2)
})
