import { bounded } from "./places.js"

// The part of a picture that is kept: { left, top, width, height } in whole pixels, always inside the picture, which is
// { width, height }. A ratio is width to height; 0 leaves it free.

const pixels = (length) => Math.max(1, Math.round(length))

export const wholeOf = ({ width, height }) => ({ left: 0, top: 0, width, height })

export const isWhole = (box, picture) => box.width === picture.width && box.height === picture.height

export const moved = (box, across, down, picture) => ({
  ...box,
  left: bounded(Math.round(box.left + across), 0, picture.width - box.width),
  top: bounded(Math.round(box.top + down), 0, picture.height - box.height),
})

// From a corner that stays to a point that may lie anywhere.
export const spanned = (corner, point, picture, ratio = 0) => {
  const leftward = point.x < corner.x || corner.x >= picture.width
  const upward = point.y < corner.y || corner.y >= picture.height
  const room = { x: leftward ? corner.x : picture.width - corner.x, y: upward ? corner.y : picture.height - corner.y }
  let width = bounded(Math.abs(point.x - corner.x), 1, room.x)
  let height = bounded(Math.abs(point.y - corner.y), 1, room.y)
  if (ratio) {
    width = Math.min(Math.max(width, height * ratio), room.x, room.y * ratio)
    height = width / ratio
  }
  width = pixels(width)
  height = pixels(height)
  return { left: leftward ? corner.x - width : corner.x, top: upward ? corner.y - height : corner.y, width, height }
}

// With one of its handles, which are called as the directions on a map, at a point.
export const resized = (box, handle, point, picture, ratio = 0) => {
  const right = box.left + box.width
  const bottom = box.top + box.height
  const corner = { x: handle.includes("w") ? right : box.left, y: handle.includes("n") ? bottom : box.top }
  if (handle.length === 2) return spanned(corner, point, picture, ratio)
  const acrossOnly = handle === "w" || handle === "e"
  if (!ratio) return spanned(corner, acrossOnly ? { x: point.x, y: bottom } : { x: right, y: point.y }, picture)
  // The opposite side stays, and so does the middle of the others.
  const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 }
  const around = (center, length) => 2 * Math.min(center, length - center)
  const room = {
    x: acrossOnly ? (handle === "w" ? corner.x : picture.width - corner.x) : around(middle.x, picture.width),
    y: acrossOnly ? around(middle.y, picture.height) : handle === "n" ? corner.y : picture.height - corner.y,
  }
  const pulled = { e: point.x - corner.x, w: corner.x - point.x, s: point.y - corner.y, n: corner.y - point.y }[handle]
  const wanted = Math.max(1, pulled) * (acrossOnly ? 1 : ratio)
  const width = pixels(Math.min(wanted, room.x, room.y * ratio))
  const height = pixels(width / ratio)
  const left = acrossOnly ? (handle === "w" ? corner.x - width : corner.x) : middle.x - width / 2
  const top = acrossOnly ? middle.y - height / 2 : handle === "n" ? corner.y - height : corner.y
  return moved({ left, top, width, height }, 0, 0, picture)
}

// In another ratio: about as large and around the same middle, as far as the picture allows.
export const shaped = (box, ratio, picture) => {
  if (!ratio) return box
  const exact = Math.min(Math.sqrt(box.width * box.height * ratio), picture.width, picture.height * ratio)
  const width = pixels(exact)
  const height = Math.min(pixels(exact / ratio), picture.height)
  const left = box.left + (box.width - width) / 2
  const top = box.top + (box.height - height) / 2
  return moved({ left, top, width, height }, 0, 0, picture)
}

// As it lies in the picture after a quarter turn to the right.
export const turnedRight = (box, picture) => ({
  left: picture.height - box.top - box.height,
  top: box.left,
  width: box.height,
  height: box.width,
})

// With one of its numbers typed in.
export const typed = (box, name, value, picture, ratio = 0) => {
  const number = Number.isFinite(value) ? Math.round(value) : box[name]
  if (name === "left") return moved(box, number - box.left, 0, picture)
  if (name === "top") return moved(box, 0, number - box.top, picture)
  const corner = { x: box.left, y: box.top }
  const sides = { ...box, [name]: Math.max(1, number) }
  if (ratio) sides[name === "width" ? "height" : "width"] = 1
  return spanned(corner, { x: box.left + sides.width, y: box.top + sides.height }, picture, ratio)
}
