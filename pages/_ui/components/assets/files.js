// What Python has sent, by name, for all scripts of the page: { users, ready } and, once it has been read, what
// sent_file.js makes of its kind. Each change is the event "kseg-file".
export const files = (globalThis.ksegFiles ??= new Map())

// A file that has been read, or nothing.
export const fileOf = (name) => {
  const file = files.get(name)
  return file?.ready ? file : null
}

// Calls `arrived()` whenever a file has been read; returns a function that ends it.
export const onFile = (arrived) => {
  globalThis.addEventListener("kseg-file", arrived)
  return () => globalThis.removeEventListener("kseg-file", arrived)
}
