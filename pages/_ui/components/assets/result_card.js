import { copyAndSay } from "./copy.js"
import { button, definitions, make, swatch } from "./dom.js"

export default function ({ data: [{ colors, numbers }], parentElement }) {
  const find = (selector) => parentElement.querySelector(selector)
  const copier = ({ hex, share }, properties, ...children) =>
    button("", `Copy ${hex}, ${share} of the picture`, {
      title: `${hex}, ${share}: click to copy`,
      onclick: () => copyAndSay(hex, find(".said")),
      ...properties,
    }, ...children)
  const part = (color) =>
    copier(color, { style: { flex: `${color.weight} 1 0`, background: color.hex }, tabIndex: -1 })
  const chip = (color) => copier(color, {}, swatch(color.hex), color.hex, make("small", {}, color.share))
  find(".bar").replaceChildren(...colors.map(part))
  find(".chips").replaceChildren(...colors.map(chip))
  find("dl").replaceChildren(...definitions(numbers))
}
