const TONES = new Map()

// Any color of a style sheet as three numbers from 0 to 1.
export const tone = (color) => {
  if (!TONES.has(color)) {
    const probe = document.createElement("canvas").getContext("2d")
    probe.fillStyle = color
    probe.fillRect(0, 0, 1, 1)
    TONES.set(color, Array.from(probe.getImageData(0, 0, 1, 1).data.slice(0, 3), (value) => value / 255))
  }
  return TONES.get(color)
}

// The colors and the font of the page, as they are for an element.
export const pageStyle = (element) => {
  const computed = getComputedStyle(element)
  const property = (name, other) => computed.getPropertyValue(name).trim() || other
  const ink = computed.color
  return {
    ink,
    soft: `color-mix(in srgb, ${ink} 78%, transparent)`,
    line: property("--st-border-color", "#888"),
    ground: property("--st-background-color", "#fff"),
    font: property("--st-font", "sans-serif"),
  }
}
