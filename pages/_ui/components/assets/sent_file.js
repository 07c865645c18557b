import { files, tellArrival } from "./files.js"
import { headed, inflate } from "./headed.js"

const held = new WeakMap()
const KEEP_MS = 10000

// The class that a script exports.
const importClass = async (bytes) => {
  const url = URL.createObjectURL(new Blob([await inflate(bytes).text()], { type: "text/javascript" }))
  const { default: View } = await import(url)
  URL.revokeObjectURL(url)
  return View
}

const take = async (header, bytes) => {
  const known = files.get(header.name)
  if (known) known.users += 1
  else {
    const file = { users: 1, header, bytes }
    files.set(header.name, file)
    if (header.kind === "script") Object.assign(file, { made: await importClass(bytes), bytes: null })
  }
  tellArrival()
}

const drop = (name) =>
  setTimeout(() => {
    const file = files.get(name)
    // A script stays: what it has declared cannot be taken back.
    if (!file || file.header.kind === "script" || --file.users) return
    files.delete(name)
    if (file.url) URL.revokeObjectURL(file.url)
  }, KEEP_MS)

export default function ({ data, parentElement }) {
  const { header, rest } = headed(data)
  const last = held.get(parentElement)
  if (last !== header.name) {
    held.set(parentElement, header.name)
    take(header, rest)
    if (last) drop(last)
  }
  return () => {
    held.delete(parentElement)
    drop(header.name)
  }
}
