const TONES = new Map()

// Any color of a style sheet as three bytes.
export const bytesOf = (color) => {
  if (!TONES.has(color)) {
    const probe = document.createElement("canvas").getContext("2d")
    probe.fillStyle = color
    probe.fillRect(0, 0, 1, 1)
    TONES.set(color, [...probe.getImageData(0, 0, 1, 1).data.subarray(0, 3)])
  }
  return TONES.get(color)
}

// The same as three numbers from 0 to 1.
export const tone = (color) => bytesOf(color).map((value) => value / 255)

export const cssColor = ([red, green, blue]) => `rgb(${red} ${green} ${blue})`

// Black or white, whichever is read better on three bytes.
export const inkOn = ([red, green, blue]) => (red * 0.299 + green * 0.587 + blue * 0.114 > 140 ? "#000" : "#fff")

// The colors and the font of the page, as they are for an element; `text` is the font in a size for canvases.
export const pageStyle = (element) => {
  const computed = getComputedStyle(element)
  const property = (name, other) => computed.getPropertyValue(name).trim() || other
  const ink = computed.color
  const font = property("--st-font", "sans-serif")
  const scale = Number(property("--text-scale", 1))
  return {
    ink,
    soft: `color-mix(in srgb, ${ink} 78%, transparent)`,
    line: property("--st-border-color", "#888"),
    ground: property("--ground", property("--st-background-color", "#fff")),
    font,
    text: (size, weight = "") => `${weight} ${size * scale}px ${font}`,
  }
}
