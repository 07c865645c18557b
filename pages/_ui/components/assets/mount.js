import { files, onFile } from "./files.js"

const mounted = new WeakMap()

// Hands a component over to the class of the script that data[0].script names, as soon as that has arrived.
// This travels with every change of a component's data, so it imports little.
export default function (component) {
  const { parentElement } = component
  const entry = mounted.get(parentElement) ?? {}
  mounted.set(parentElement, entry)
  entry.component = component
  entry.stop?.()
  const start = () => {
    const View = files.get(entry.component.data[0].script)?.made
    if (!View) return
    entry.stop()
    entry.view ??= new View(parentElement)
    entry.view.update(entry.component)
  }
  entry.stop = onFile(start)
  start()
  return () => {
    entry.stop()
    entry.view?.leave()
    mounted.delete(parentElement)
  }
}
