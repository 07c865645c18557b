import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"

import { headed } from "../../pages/_ui/components/assets/headed.js"
import { undelta, unpackArrays } from "../../pages/_ui/components/assets/packed_arrays.js"

// Written by kseg_core.cloud.packed.pack_arrays; the test that runs these tests makes it.
const PACKED = new Uint8Array(readFileSync(process.env.KSEG_PACKED))

test("arrays come as Python has packed them", async () => {
  const { header, arrays } = await unpackArrays(PACKED)
  assert.equal(header.title, "Größe")
  assert.deepEqual(arrays.bytes, Uint8Array.of(1, 2, 255))
  assert.deepEqual(arrays.steps, Int16Array.of(-32768, 0, 32767))
  assert.deepEqual(arrays.floats, Float32Array.of(0.5, 1.5, 2.5, 3.5, 4.5, -5.5))
  assert.deepEqual(arrays.nothing, new Float64Array(0))
})

test("differences become the numbers again, past the end of their type", async () => {
  const { arrays } = await unpackArrays(PACKED)
  assert.deepEqual(undelta(arrays.colors, 3, 1), Uint8Array.of(250, 0, 7, 3, 255, 7, 0, 1, 6))
  assert.deepEqual(undelta(arrays.places, 1, 2), Uint16Array.of(65535, 0, 40000))
  assert.deepEqual(undelta(arrays.counts, 1, 4), Uint32Array.of(4294967295, 1, 3000000000))
})

test("a header stands apart from what follows", () => {
  const text = new TextEncoder().encode('{"name":"é"}')
  const data = Uint8Array.of(0, 0, text.length, 0, 0, 0, ...text, 7, 8).subarray(2)
  assert.deepEqual(headed(data), { header: { name: "é" }, rest: Uint8Array.of(7, 8) })
})
