import { files, tellArrival } from "./files.js"

// What `read(file)` has made of a file, or null until it has; when it has, that is an arrival, too.
export const readOnce = (name, read) => {
  const file = files.get(name)
  if (!file) return null
  file.reading ??= read(file)
    .then((made) => {
      Object.assign(file, { made, bytes: null })
      tellArrival()
    })
    .catch((error) => {
      // The next arrival tries again.
      file.reading = null
      throw error
    })
  return file.made ?? null
}

// The address of a picture, or null until it has arrived.
export const pictureUrl = (name) => {
  const file = files.get(name)
  if (file && !file.url) {
    file.url = URL.createObjectURL(new Blob([file.bytes], { type: file.header.mime }))
    file.bytes = null
  }
  return file?.url ?? null
}
