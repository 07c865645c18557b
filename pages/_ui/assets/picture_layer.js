const pictures = (globalThis.ksegPictures ??= new Map())
const held = new WeakMap()
const KEEP_MS = 10000

const drop = (name) => {
  const url = pictures.get(name)
  pictures.delete(name)
  if (url) setTimeout(() => URL.revokeObjectURL(url), KEEP_MS)
}

export default function ({ data, parentElement }) {
  const head = new DataView(data.buffer, data.byteOffset, 4).getUint32(0, true)
  const { name, mime } = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + head)))
  const last = held.get(parentElement)
  if (last !== name) {
    if (!pictures.has(name)) {
      const blob = new Blob([data.slice(4 + head)], { type: mime })
      pictures.set(name, URL.createObjectURL(blob))
    }
    held.set(parentElement, name)
    globalThis.dispatchEvent(new Event("kseg-picture"))
    if (last) drop(last)
  }
  return () => {
    held.delete(parentElement)
    drop(name)
  }
}
