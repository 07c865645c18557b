import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { Camera, cornersOf, DISTANCE, fitted, HOME, projected, SharedCamera, ZOOM_LEAST, ZOOM_MOST } from "../../pages/_ui/components/assets/camera.js"

const STAGE = { width: 800, height: 500 }
const ABOVE = { yaw: -Math.PI / 2, pitch: Math.PI / 2 }

const near = (value, wanted, slack = 1e-4) => assert.ok(Math.abs(value - wanted) <= slack, `${value} is not ${wanted}`)
const at = (camera, spot, stage = STAGE) => projected(camera.matrix(stage.width / stage.height), stage, spot)
const cameraAt = (place) => Object.assign(new Camera(), place)

beforeEach(() => {
  delete globalThis.ksegCamera.place
})

test("the middle of the sphere is seen in the middle of the stage", () => {
  for (const stage of [STAGE, { width: 300, height: 700 }]) {
    const { x, y, depth } = at(new Camera(), [0, 0, 0], stage)
    near(x, stage.width / 2)
    near(y, stage.height / 2)
    near(depth, DISTANCE)
  }
})

test("from above, the first axis goes to the right and the second up", () => {
  const camera = cameraAt(ABOVE)
  const [middle, right, up] = [[0, 0, 0], [0.5, 0, 0], [0, 0.5, 0]].map((spot) => at(camera, spot))
  assert.ok(right.x > middle.x)
  near(right.y, middle.y)
  assert.ok(up.y < middle.y)
  near(up.x, middle.x)
  near(right.x - middle.x, middle.y - up.y)
})

test("what is nearer to the eye is seen larger", () => {
  const camera = cameraAt(ABOVE)
  assert.ok(at(camera, [0, 0, 0.8]).depth < at(camera, [0, 0, -0.8]).depth)
  assert.ok(at(camera, [0.2, 0, 0.8]).x > at(camera, [0.2, 0, -0.8]).x)
})

test("the whole sphere fits a stage of any shape", () => {
  for (const stage of [STAGE, { width: 200, height: 900 }]) {
    for (let angle = 0; angle < 2 * Math.PI; angle += 0.1) {
      const { x, y } = at(new Camera(), [Math.cos(angle), Math.sin(angle), 0], stage)
      assert.ok(x > 0 && x < stage.width && y > 0 && y < stage.height)
    }
  }
})

test("the axes of a camera are of length 1 and at right angles", () => {
  const camera = new Camera()
  camera.turn(0.7, 0.3)
  const { right, up, back, eye } = camera.axes()
  const dot = (one, other) => one.reduce((sum, value, axis) => sum + value * other[axis], 0)
  for (const axis of [right, up, back]) near(dot(axis, axis), 1)
  for (const [one, other] of [[right, up], [right, back], [up, back]]) near(dot(one, other), 0)
  near(Math.hypot(...eye), DISTANCE)
})

test("pitch ends at the poles, yaw goes round", () => {
  const camera = new Camera()
  camera.turn(100, 100)
  assert.equal(camera.pitch, Math.PI / 2)
  assert.ok(Math.abs(camera.yaw) < 2 * Math.PI)
  camera.turn(0, -100)
  assert.equal(camera.pitch, -Math.PI / 2)
})

test("zoom and sliding have limits", () => {
  const camera = new Camera()
  camera.magnify(1e6)
  assert.equal(camera.zoom, ZOOM_MOST)
  camera.magnify(1e-9)
  assert.equal(camera.zoom, ZOOM_LEAST)
  camera.slide(1e6, -1e6, 500)
  assert.deepEqual([camera.x, camera.y], [ZOOM_LEAST, ZOOM_LEAST])
})

test("sliding moves the picture by as many pixels", () => {
  const camera = cameraAt({ zoom: 2 })
  const before = at(camera, [0.1, 0.2, 0.3])
  camera.slide(40, 25, STAGE.height)
  const after = at(camera, [0.1, 0.2, 0.3])
  near(after.x - before.x, 40, 1e-3)
  near(after.y - before.y, 25, 1e-3)
})

test("a box has eight corners around its middle", () => {
  const corners = cornersOf([1, 2, 3])
  assert.equal(new Set(corners.map(String)).size, 8)
  for (const corner of corners) assert.deepEqual(corner.map(Math.abs), [1, 2, 3])
})

test("spots fill the stage but for its margins, in the middle of it", () => {
  const spots = cornersOf([0.3, 0.4, 0.5])
  for (const stage of [STAGE, { width: 360, height: 500 }]) {
    const camera = cameraAt(fitted(HOME, spots, stage))
    const seen = spots.map((spot) => at(camera, spot, stage))
    const [xs, ys] = [seen.map(({ x }) => x), seen.map(({ y }) => y)]
    near(Math.min(...xs), stage.width - Math.max(...xs), 1)
    near(Math.min(...ys), stage.height - Math.max(...ys), 1)
    assert.ok(Math.min(...xs, ...ys) >= 28 - 1)
    assert.ok(Math.min(Math.min(...xs), Math.min(...ys)) <= 59)
    assert.equal(camera.yaw, HOME.yaw)
  }
})

test("spots that all lie in one place are not magnified without end", () => {
  assert.equal(fitted(HOME, [[0.1, 0.1, 0.1]], STAGE).zoom, ZOOM_MOST)
})

test("a shared camera fits every new stage until it is moved, then stands where the last one was left", () => {
  const [first, corners] = [new SharedCamera(), cornersOf([0.5, 0.5, 0.5])]
  first.settle(HOME, corners, STAGE)
  const wide = first.place
  first.settle(HOME, corners, { width: 300, height: 500 })
  assert.notDeepEqual(first.place, wide)
  first.turn(0.5, 0)
  first.share()
  const left = first.place
  first.settle(HOME, corners, STAGE)
  assert.deepEqual(first.place, left)
  assert.deepEqual(new SharedCamera().place, left)
})
