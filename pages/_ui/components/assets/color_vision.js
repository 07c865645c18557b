// Pictures and palettes as another color vision sees them: a filter over parts of the page, in linear light.
const NAME = "kseg-color-vision"
const SVG = "http://www.w3.org/2000/svg"

const filterOf = (matrix) => {
  const [svg, filter, colors] = ["svg", "filter", "feColorMatrix"].map((tag) => document.createElementNS(SVG, tag))
  svg.setAttribute("width", 0)
  svg.setAttribute("height", 0)
  svg.style.position = "absolute"
  filter.id = NAME
  filter.setAttribute("color-interpolation-filters", "linearRGB")
  colors.setAttribute("values", [...matrix.map((row) => [...row, 0, 0].join(" ")), "0 0 0 1 0"].join(" "))
  filter.append(colors)
  svg.append(filter)
  return svg
}

export default function ({ data: [matrix, places] }) {
  if (!matrix.length) return
  const style = Object.assign(document.createElement("style"), {
    textContent: `${places.map((key) => `.st-key-${key}`).join(", ")} { filter: url(#${NAME}) }`,
  })
  const svg = filterOf(matrix)
  document.body.append(svg, style)
  return () => {
    svg.remove()
    style.remove()
  }
}
