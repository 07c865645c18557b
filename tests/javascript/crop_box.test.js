import assert from "node:assert/strict"
import { test } from "node:test"

import {
  isWhole,
  moved,
  resized,
  shaped,
  spanned,
  turnedRight,
  typed,
  wholeOf,
} from "../../pages/_ui/components/assets/crop_box.js"

const PICTURE = { width: 600, height: 400 }
const box = (left, top, width, height) => ({ left, top, width, height })
const BOX = box(100, 50, 300, 200)

test("a box is moved within the picture", () => {
  assert.deepEqual(moved(BOX, 10, -20, PICTURE), box(110, 30, 300, 200))
  assert.deepEqual(moved(BOX, 1e6, -1e6, PICTURE), box(300, 0, 300, 200))
})

test("a box is drawn in any direction and ends with the picture", () => {
  assert.deepEqual(spanned({ x: 100, y: 50 }, { x: 400, y: 250 }, PICTURE), BOX)
  assert.deepEqual(spanned({ x: 400, y: 250 }, { x: 100, y: 50 }, PICTURE), BOX)
  assert.deepEqual(spanned({ x: 100, y: 50 }, { x: 900, y: 900 }, PICTURE), box(100, 50, 500, 350))
  assert.deepEqual(spanned({ x: 600, y: 400 }, { x: 600, y: 400 }, PICTURE), box(599, 399, 1, 1))
})

test("a box that is drawn in a ratio reaches as far as the pointer does, and no farther than the picture", () => {
  assert.deepEqual(spanned({ x: 0, y: 0 }, { x: 160, y: 10 }, PICTURE, 16 / 9), box(0, 0, 160, 90))
  assert.deepEqual(spanned({ x: 0, y: 0 }, { x: 10, y: 90 }, PICTURE, 16 / 9), box(0, 0, 160, 90))
  assert.deepEqual(spanned({ x: 500, y: 0 }, { x: 900, y: 300 }, PICTURE, 1), box(500, 0, 100, 100))
})

test("each handle moves its sides and leaves the others", () => {
  const at = { x: 200, y: 100 }
  const expected = {
    nw: box(200, 100, 200, 150),
    n: box(100, 100, 300, 150),
    ne: box(100, 100, 100, 150),
    e: box(100, 50, 100, 200),
    se: box(100, 50, 100, 50),
    s: box(100, 50, 300, 50),
    sw: box(200, 50, 200, 50),
    w: box(200, 50, 200, 200),
  }
  for (const [handle, result] of Object.entries(expected)) assert.deepEqual(resized(BOX, handle, at, PICTURE), result)
})

test("a side pulled in a ratio takes its neighbors along around their middle", () => {
  const square = box(200, 100, 100, 100)
  assert.deepEqual(resized(square, "e", { x: 360, y: 0 }, PICTURE, 1), box(200, 70, 160, 160))
  assert.deepEqual(resized(square, "n", { x: 0, y: 0 }, PICTURE, 1), box(150, 0, 200, 200))
  assert.deepEqual(resized(square, "w", { x: -900, y: 0 }, PICTURE, 1), box(0, 0, 300, 300))
  assert.deepEqual(resized(square, "s", { x: 0, y: 0 }, PICTURE, 1), box(250, 100, 1, 1))
})

test("another shape is about as large; of the whole picture it is the largest", () => {
  assert.deepEqual(shaped(wholeOf(PICTURE), 1, PICTURE), box(100, 0, 400, 400))
  assert.deepEqual(shaped(wholeOf(PICTURE), 16 / 9, PICTURE), box(0, 31, 600, 338))
  assert.deepEqual(shaped(BOX, 2 / 3, PICTURE), box(150, 0, 200, 300))
  assert.equal(shaped(BOX, 0, PICTURE), BOX)
})

test("a box turns with its picture, and comes back after four turns", () => {
  const upright = { width: 400, height: 600 }
  assert.deepEqual(turnedRight(BOX, PICTURE), box(150, 100, 200, 300))
  let [turned, picture] = [BOX, PICTURE]
  for (let quarter = 0; quarter < 4; quarter += 1) {
    turned = turnedRight(turned, picture)
    picture = picture === PICTURE ? upright : PICTURE
  }
  assert.deepEqual(turned, BOX)
})

test("a number that is typed is kept inside the picture", () => {
  assert.deepEqual(typed(BOX, "left", 250, PICTURE), box(250, 50, 300, 200))
  assert.deepEqual(typed(BOX, "left", 999, PICTURE), box(300, 50, 300, 200))
  assert.deepEqual(typed(BOX, "width", 999, PICTURE), box(100, 50, 500, 200))
  assert.deepEqual(typed(BOX, "height", 100, PICTURE, 3 / 2), box(100, 50, 150, 100))
  assert.deepEqual(typed(BOX, "height", 0, PICTURE), box(100, 50, 300, 1))
  assert.deepEqual(typed(BOX, "top", NaN, PICTURE), BOX)
})

test("only a box of all pixels is the whole picture", () => {
  assert.ok(isWhole(wholeOf(PICTURE), PICTURE))
  assert.ok(!isWhole(box(0, 0, 600, 399), PICTURE))
})
