import { files, tellArrival } from "./files.js"
import { headed, inflate } from "./headed.js"

const TYPED = {
  uint8: Uint8Array, int8: Int8Array, uint16: Uint16Array, int16: Int16Array,
  uint32: Uint32Array, int32: Int32Array, float32: Float32Array, float64: Float64Array,
}

// The header and the typed arrays of kseg_core.cloud.packed.pack_arrays.
export const unpackArrays = async (bytes) => {
  const { header, rest } = headed(bytes)
  const buffer = await inflate(rest).arrayBuffer()
  const arrays = {}
  for (const { name, dtype, offset, shape } of header.arrays)
    arrays[name] = new TYPED[dtype](buffer, offset, shape.reduce((one, other) => one * other, 1))
  return { header, arrays }
}

// The numbers of kseg_core.cloud.view_data.deltas, point by point: N rows of `channels`.
export const undelta = (packed, channels, bytes) => {
  const count = packed.length / (channels * bytes)
  const values = new (bytes === 1 ? Uint8Array : bytes === 2 ? Uint16Array : Uint32Array)(count * channels)
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0
    for (let row = 0; row < count; row++) {
      for (let byte = 0; byte < bytes; byte++)
        sum += packed[(channel * bytes + byte) * count + row] * 2 ** (8 * byte)
      values[row * channels + channel] = sum
      sum = values[row * channels + channel]
    }
  }
  return values
}

// Header and arrays of a file, or null until they have been unpacked; when they have, that is an arrival, too.
export const arraysOf = (name) => {
  const file = files.get(name)
  if (!file) return null
  file.reading ??= unpackArrays(file.bytes)
    .then((made) => {
      Object.assign(file, { made, bytes: null })
      tellArrival()
    })
    .catch((error) => {
      // The next arrival tries again.
      file.reading = null
      throw error
    })
  return file.made ?? null
}
