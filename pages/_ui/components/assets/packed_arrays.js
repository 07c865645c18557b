import { inflate, named } from "./packed_bytes.js"

const TYPED = {
  uint8: Uint8Array, int8: Int8Array, uint16: Uint16Array, int16: Int16Array,
  uint32: Uint32Array, int32: Int32Array, float32: Float32Array, float64: Float64Array,
}

// The header and the typed arrays of kseg_core.cloud.packed.pack_arrays.
export const unpackArrays = async (bytes) => {
  const { name: text, rest } = named(bytes)
  const header = JSON.parse(text)
  const buffer = await inflate(rest).arrayBuffer()
  const arrays = {}
  for (const { name, dtype, offset, shape } of header.arrays)
    arrays[name] = new TYPED[dtype](buffer, offset, shape.reduce((one, other) => one * other, 1))
  return { header, arrays }
}
