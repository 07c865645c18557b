import { onFile } from "./files.js"
import { inflate } from "./headed.js"
import { readOnce } from "./read_file.js"

const mounted = new WeakMap()

const importClass = async ({ bytes }) => {
  const url = URL.createObjectURL(new Blob([await inflate(bytes).text()], { type: "text/javascript" }))
  const { default: View } = await import(url)
  URL.revokeObjectURL(url)
  return View
}

// Hands a component over to the class of the script that data[0].script names, as soon as that has arrived.
export default function (component) {
  const { parentElement } = component
  const entry = mounted.get(parentElement) ?? {}
  mounted.set(parentElement, entry)
  entry.component = component
  entry.stop?.()
  const start = () => {
    const View = readOnce(entry.component.data[0].script, importClass)
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
