import { inflate, named } from "./packed_bytes.js"

const classes = (globalThis.ksegClasses ??= new Map())

export default function ({ data }) {
  const { name, rest } = named(data)
  if (classes.has(name)) return
  classes.set(name, null)
  const load = async () => {
    const text = new Blob([await inflate(rest).text()], { type: "text/javascript" })
    const url = URL.createObjectURL(text)
    classes.set(name, (await import(url)).default)
    URL.revokeObjectURL(url)
    globalThis.dispatchEvent(new Event("kseg-script"))
  }
  load().catch((error) => {
    classes.delete(name) // the next run tries again
    throw error
  })
}
