const mounted = new WeakMap()

// Hands a component over to the class that data[0].script names, as soon as a script layer has brought it.
export default function (component) {
  const { parentElement } = component
  if (!mounted.has(parentElement)) mounted.set(parentElement, { view: null })
  const entry = mounted.get(parentElement)
  entry.component = component
  const start = () => {
    const View = globalThis.ksegClasses?.get(entry.component.data[0].script)
    if (!View) return
    globalThis.removeEventListener("kseg-script", entry.start)
    entry.view ??= new View(parentElement)
    entry.view.update(entry.component)
  }
  globalThis.removeEventListener("kseg-script", entry.start)
  entry.start = start
  globalThis.addEventListener("kseg-script", start)
  start()
  return () => {
    globalThis.removeEventListener("kseg-script", entry.start)
    entry.view?.leave()
    mounted.delete(parentElement)
  }
}
