import assert from "node:assert/strict"
import { test } from "node:test"

import { pathOf, sizeText, spanOf } from "../../pages/_ui/components/assets/shapes_layer.js"
import { Sketch } from "../../pages/_ui/components/assets/sketch.js"

const drawn = (kind, ...points) => {
  const sketch = new Sketch(kind)
  return [points.map((point) => sketch.add(point, 1)), sketch.points]
}

test("a rectangle, an ellipse and a line have two points, apart from each other", () => {
  for (const kind of ["rectangle", "ellipse", "line"])
    assert.deepEqual(drawn(kind, [3, 4], [4, 4], [9, 8]), [[false, false, true], [[3, 4], [9, 8]]])
})

test("a polygon is closed by its first point or by its last one chosen again, from three corners on", () => {
  const corners = [[0, 0], [9, 0], [9, 9]]
  assert.deepEqual(drawn("polygon", ...corners, [1, 1]), [[false, false, false, true], corners])
  assert.deepEqual(drawn("polygon", ...corners, [9, 8]), [[false, false, false, true], corners])
  assert.deepEqual(drawn("polygon", [0, 0], [9, 0], [9, 0], [0, 0]), [[false, false, false, false], [[0, 0], [9, 0], [0, 0]]])
})

test("a point can be taken back, and the line goes on to the pointer", () => {
  const sketch = new Sketch("polygon")
  sketch.hover([5, 5])
  assert.deepEqual(sketch.shown, [])
  sketch.add([1, 1])
  sketch.add([2, 2])
  sketch.takeBack()
  assert.deepEqual(sketch.shown, [[1, 1], [5, 5]])
  sketch.clear()
  assert.deepEqual(sketch.points, [])
})

test("shapes reach over all of their pixels, wherever the picture lies", () => {
  const place = { scale: 10, x: 100, y: 0 }
  assert.deepEqual(spanOf([[4, 1], [2, 3]]), [2, 1, 5, 4])
  assert.equal(pathOf("rectangle", [[4, 1], [2, 3]], place), "M120.0 10.0H150.0V40.0H120.0Z")
  assert.match(pathOf("ellipse", [[4, 1], [2, 3]], place), /^M120\.0 25\.0A15\.0 15\.0 .* 150\.0 25\.0/)
  assert.equal(pathOf("line", [[0, 0], [1, 0]], place), "M105.0 5.0L115.0 5.0")
  assert.equal(pathOf("polygon", [[0, 0], [1, 0], [1, 1]], place), "M105.0 5.0L115.0 5.0L115.0 15.0Z")
  assert.equal(pathOf("rectangle", [[0, 0]], place), "")
})

test("the size of what is drawn is told in units: a line from middle to middle, areas with all of their pixels", () => {
  assert.equal(sizeText("line", [[0, 0], [30, 40]], [0.1, "mm"]), "5 mm")
  assert.equal(sizeText("rectangle", [[1009, 3], [10, 1]], [2, "px"]), "2,000 × 6 px")
  assert.equal(sizeText("ellipse", [[0, 0], [2, 0]], [1 / 3, "cm"]), "1 × 0.3333 cm")
  assert.equal(sizeText("line", [[0, 0]], [1, "px"]), "")
  assert.equal(sizeText("polygon", [[0, 0], [9, 9]], [1, "px"]), "")
})
