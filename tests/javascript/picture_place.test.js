import assert from "node:assert/strict"
import { test } from "node:test"

import { PicturePlace } from "../../pages/_ui/components/assets/picture_place.js"

const placed = (picture = { width: 400, height: 300 }, stage = { width: 800, height: 500 }) => {
  const place = new PicturePlace()
  place.measure(picture, stage)
  return place
}

test("a picture is seen as a whole, in the middle", () => {
  const place = placed()
  assert.ok(place.fitted)
  assert.equal(place.scale, 500 / 300)
  assert.equal(place.y, 0)
  assert.equal(Math.round(1000 * place.x), 66667)
})

test("zooming keeps the pixel under the pointer, down to large pixels and back to the whole", () => {
  const place = placed()
  const pixel = place.pixelAt(300, 200)
  place.zoom(4, 300, 200)
  assert.deepEqual(place.pixelAt(300, 200), pixel)
  place.zoom(1e6)
  assert.equal(place.scale, 40)
  place.zoom(1e-6)
  assert.ok(place.fitted)
  assert.equal(place.scale, 500 / 300)
})

test("a picture cannot be moved off its stage", () => {
  const place = placed()
  place.zoom(4)
  place.move(1e6, 1e6)
  assert.deepEqual(place.pixelAt(0, 0), [0, 0])
  place.move(-1e6, -1e6)
  assert.deepEqual(place.pixelAt(799.9, 499.9), [399, 299])
})

test("pixels are counted from the corner of the picture; beside it there is none", () => {
  const place = placed({ width: 2, height: 2 }, { width: 300, height: 100 })
  assert.deepEqual(place.pixelAt(100, 0), [0, 0])
  assert.deepEqual(place.pixelAt(199.9, 99.9), [1, 1])
  for (const beside of [[99, 50], [200, 50], [150, -1], [150, 100]]) assert.equal(place.pixelAt(...beside), null)
  assert.deepEqual(place.nearestPixel(-50, 99.9), [0, 1])
  assert.deepEqual(place.nearestPixel(900, -1), [1, 0])
})

test("a new size of the stage fits what is seen as a whole and leaves what is zoomed", () => {
  const place = placed()
  place.measure(place, { width: 400, height: 300 })
  assert.equal(place.scale, 1)
  place.zoom(10)
  place.measure(place, { width: 200, height: 300 })
  assert.equal(place.scale, 10)
})

test("the box that is seen lies in the picture and reaches a little beyond the stage", () => {
  const place = placed()
  assert.deepEqual(place.seenBox(), [0, 0, 400, 300])
  place.zoom(10)
  const [left, top, right, bottom] = place.seenBox()
  assert.ok(left > 0 && top > 0 && right < 400 && bottom < 300)
  assert.ok((right - left) * place.scale > 1.29 * 800)
  assert.ok((right - left) * place.scale < 1.31 * 800 + 2 * place.scale)
})
