import { files } from "./files.js"

// The address of a picture, or null until it has arrived.
export const pictureUrl = (name) => {
  const file = files.get(name)
  if (file && !file.url) {
    file.url = URL.createObjectURL(new Blob([file.bytes], { type: file.header.mime }))
    file.bytes = null
  }
  return file?.url ?? null
}
