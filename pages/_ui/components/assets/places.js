export const bounded = (value, low, high) => Math.min(Math.max(value, low), high)

// Where an event of the pointer is on an element: in pixels from its corner, and as parts of its width and height.
export const placeOn = (element, { clientX, clientY }) => {
  const { left, top, width, height } = element.getBoundingClientRect()
  const [x, y] = [clientX - left, clientY - top]
  return { x, y, across: x / width, down: y / height }
}

// How far a wheel has been turned, in pixels; browsers tell lines, too, and some far too many at once.
export const wheelPixels = ({ deltaY, deltaMode }) => bounded(deltaY * (deltaMode ? 30 : 1), -120, 120)
