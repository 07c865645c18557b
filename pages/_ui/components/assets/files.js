// What Python has sent, by name, for all scripts of the page: { users, header, bytes } and what has been made of it.
// Each arrival is the event "kseg-file".
const ARRIVAL = "kseg-file"
export const files = (globalThis.ksegFiles ??= new Map())

export const tellArrival = () => globalThis.dispatchEvent(new Event(ARRIVAL))

// Calls `arrived()` whenever there is more to have; returns a function that ends it.
export const onFile = (arrived) => {
  globalThis.addEventListener(ARRIVAL, arrived)
  return () => globalThis.removeEventListener(ARRIVAL, arrived)
}
