const pictures = (globalThis.ksegPictures ??= new Map())
const held = new WeakMap()
const KEEP_MS = 10000

const take = (name, mime, file) => {
  const known = pictures.get(name)
  if (known) known.users += 1
  else pictures.set(name, { users: 1, url: URL.createObjectURL(new Blob([file], { type: mime })) })
}

const drop = (name) => {
  const known = pictures.get(name)
  if (!known || --known.users) return
  pictures.delete(name)
  setTimeout(() => URL.revokeObjectURL(known.url), KEEP_MS)
}

export default function ({ data, parentElement }) {
  const head = new DataView(data.buffer, data.byteOffset, 4).getUint32(0, true)
  const { name, mime } = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + head)))
  const last = held.get(parentElement)
  if (last !== name) {
    take(name, mime, data.slice(4 + head))
    held.set(parentElement, name)
    globalThis.dispatchEvent(new Event("kseg-picture"))
    if (last) drop(last)
  }
  return () => {
    held.delete(parentElement)
    drop(name)
  }
}
