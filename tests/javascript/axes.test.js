import assert from "node:assert/strict"
import { test } from "node:test"

import { drawAxes } from "../../pages/_ui/components/assets/cloud_axes.js"

const AXES = [{ title: "Income, thousand dollars", low: 0, high: 140 }, { title: "Score", low: 0, high: 100 }]

// The words that stand at the axes of a plane that is `width` pixels wide.
const wordsAt = (width) => {
  const words = []
  const context = new Proxy(
    { fillText: (text) => words.push(text), measureText: (text) => ({ width: 6 * text.length }) },
    { get: (known, name) => known[name] ?? (() => {}), set: () => true },
  )
  const half = [0.7, 0.5, 0]
  const scale = width / 1.4
  const project = ([x, y]) => ({ x: scale * (x + 0.7), y: scale * (0.5 - y) })
  const frame = { axes: AXES, order: [0, 1] }
  drawAxes(context, { frame, half, project, eye: [0, 0, 7], middle: project([0, 0]), room: width, style: { text: () => "" } })
  return words
}

test("the axes of a plane are numbered, however small it is", () => {
  assert.deepEqual(wordsAt(105), ["0", "100", "Income", "0", "50", "100", "Score"])
  assert.equal(wordsAt(500).includes("Income, thousand dollars"), true)
  assert.equal(wordsAt(500).includes("120"), true)
})
