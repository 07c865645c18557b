import { unpackArrays } from "./packed_arrays.js"
import { named } from "./packed_bytes.js"

const known = (globalThis.ksegArrays ??= new Map())
const held = new WeakMap()
const KEEP_MS = 10000

const drop = (name) =>
  setTimeout(() => {
    const entry = known.get(name)
    if (entry && --entry.users === 0) known.delete(name)
  }, KEEP_MS)

const take = async (name, bytes) => {
  const entry = known.get(name) ?? { users: 0 }
  entry.users += 1
  known.set(name, entry)
  if (entry.users > 1) return
  Object.assign(entry, await unpackArrays(bytes))
  globalThis.dispatchEvent(new Event("kseg-arrays"))
}

export default function ({ data, parentElement }) {
  const { name, rest } = named(data)
  const last = held.get(parentElement)
  if (last !== name) {
    held.set(parentElement, name)
    take(name, rest)
    if (last) drop(last)
  }
  return () => {
    held.delete(parentElement)
    drop(name)
  }
}
