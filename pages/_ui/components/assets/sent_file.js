import { files, tellArrival } from "./files.js"
import { headed } from "./headed.js"

const held = new WeakMap()
const KEEP_MS = 10000

const take = (header, bytes) => {
  const known = files.get(header.name)
  if (known) known.users += 1
  else files.set(header.name, { users: 1, header, bytes })
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
