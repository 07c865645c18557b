// A new element with these properties and what stands in it.
export const make = (tag, { style = {}, ...properties } = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties)
  Object.assign(made.style, style)
  made.append(...children)
  return made
}

export const button = (className, label, properties, ...children) => {
  const made = make("button", { type: "button", className, ...properties }, ...children)
  made.setAttribute("aria-label", label)
  return made
}

export const swatch = (color) => make("i", { style: { background: color } })

// Names and values, one pair after the other, for a list of definitions; a value may be several nodes.
export const definitions = (pairs) =>
  pairs.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, ...[value].flat())])
