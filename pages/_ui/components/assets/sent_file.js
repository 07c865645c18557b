import { files } from "./files.js"
import { headed, inflate, unpackArrays } from "./packed_arrays.js"

const held = new WeakMap()
const KEEP_MS = 10000

const READERS = {
  arrays: unpackArrays,
  picture: (bytes, { mime }) => ({ url: URL.createObjectURL(new Blob([bytes], { type: mime })) }),
  script: async (bytes) => {
    const text = await inflate(bytes).text()
    const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
    const { default: View } = await import(url)
    URL.revokeObjectURL(url)
    return { View }
  },
}

const take = async (header, bytes) => {
  const { name, kind } = header
  if (files.has(name)) {
    files.get(name).users += 1
    return
  }
  // A script stays: what it has declared cannot be taken back.
  const file = { users: kind === "script" ? Infinity : 1, ready: false }
  files.set(name, file)
  Object.assign(file, await READERS[kind](bytes, header), { ready: true })
  globalThis.dispatchEvent(new Event("kseg-file"))
}

const drop = (name) =>
  setTimeout(() => {
    const file = files.get(name)
    if (!file || --file.users) return
    files.delete(name)
    if (file.url) URL.revokeObjectURL(file.url)
  }, KEEP_MS)

export default function ({ data, parentElement }) {
  const { header, rest } = headed(data)
  const last = held.get(parentElement)
  if (last !== header.name) {
    held.set(parentElement, header.name)
    if (last) drop(last)
    take(header, rest).catch((error) => {
      // The next run tries again.
      files.delete(header.name)
      held.delete(parentElement)
      throw error
    })
  }
  return () => {
    held.delete(parentElement)
    drop(header.name)
  }
}
