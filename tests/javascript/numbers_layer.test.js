import assert from "node:assert/strict"
import { test } from "node:test"

import { shownNumbers } from "../../pages/_ui/components/assets/numbers_layer.js"

const at = (scale, x = 0, y = 0) => ({ scale, x, y, stage: { width: 400, height: 300 } })
const numbers = { places: [10, 10, 14, 10, 200, 100], order: [2, 1, 0] }
const rows = ({ shown }) => shown.map(([row]) => row)

test("numbers that would cover another are left out, and come back when zoomed in", () => {
  const whole = shownNumbers(numbers, [], at(1), 12)
  assert.deepEqual(rows(whole), [2, 1])
  assert.equal(whole.leftOut, 1)
  const near = shownNumbers(numbers, [], at(10), 12)
  assert.deepEqual(near, { shown: [[1, 145, 105], [0, 105, 105]], leftOut: 0 })
})

test("what is lit comes first", () => {
  assert.deepEqual(rows(shownNumbers(numbers, [0], at(1), 12)), [0, 2])
})
