// A header in JSON (its length in 4 bytes, little endian, before it) and what follows.
export const headed = (data) => {
  const size = new DataView(data.buffer, data.byteOffset, 4).getUint32(0, true)
  return { header: JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + size))), rest: data.slice(4 + size) }
}

export const inflate = (bytes) =>
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")))
