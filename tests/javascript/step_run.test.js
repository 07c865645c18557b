import assert from "node:assert/strict"
import { test } from "node:test"

import { StepRun } from "../../pages/_ui/components/assets/step_run.js"

// Two clusters, three points: placed, assigned, moved, and an end at which nothing changes.
const TRACE = {
  header: { phases: ["place", "assign", "move", "end"] },
  arrays: {
    centers: Float32Array.of(0, 0, 0, 8, 0, 0, /**/ 0, 0, 0, 8, 0, 0, /**/ 1, 0, 0, 6, 0, 0, /**/ 1, 0, 0, 6, 0, 0),
    palette: Uint8Array.of(0, 0, 0, 200, 0, 0, /**/ 0, 0, 0, 200, 0, 0, /**/ 50, 0, 0, 100, 0, 0, /**/ 50, 0, 0, 100, 0, 0),
    shares: Float32Array.of(0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5),
    wcss: Float64Array.of(Infinity, 4, 2, 2),
    counts: Uint16Array.of(0, 3, 0, 0),
    rows: Uint16Array.of(0, 1, 2),
    labels: Uint8Array.of(0, 1, 1),
    stories: new TextEncoder().encode("Größe\nb\nc\nd"),
  },
}
const run = () => new StepRun(TRACE, 3)

test("steps are numbered from the placing to the end", () => {
  const { last, steps, k, stories } = run()
  assert.deepEqual([last, steps, k], [3, 4, 2])
  assert.deepEqual(stories, ["Größe", "b", "c", "d"])
})

test("a run that is over stays at its last step", () => {
  assert.equal(run().shownAt(2), 2)
  assert.equal(run().shownAt(9), 3)
  assert.equal(run().phase(1), "assign")
  assert.equal(run().phase(9), "end")
})

test("labels are those after each step, and nothing before the first", () => {
  const { labels, changed } = run()
  assert.deepEqual(labels, [[255, 255, 255], [0, 1, 1], [0, 1, 1], [0, 1, 1]].map((row) => Uint8Array.from(row)))
  assert.deepEqual(changed.map((rows) => Array.from(rows)), [[], [0, 1, 2], [], []])
})

test("a move is seen on its way", () => {
  assert.deepEqual(run().between("centers", 2, 0.5), Float32Array.of(0.5, 0, 0, 7, 0, 0))
  assert.deepEqual(run().between("centers", 2, 1), Float32Array.of(1, 0, 0, 6, 0, 0))
  assert.deepEqual(run().between("palette", 0, 0), Uint8Array.of(0, 0, 0, 200, 0, 0))
})

test("the trail has the start, the moves before a step, and its present place", () => {
  const at = (step) => run().trail(step, ["here"]).map((stop) => Array.from(stop))
  const [start, moved] = [[0, 0, 0, 8, 0, 0], [1, 0, 0, 6, 0, 0]]
  assert.deepEqual(at(0), [["here"]])
  assert.deepEqual(at(2), [start, ["here"]])
  assert.deepEqual(at(3), [start, moved, ["here"]])
})
