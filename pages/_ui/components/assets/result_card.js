import { copyAndSay } from "./copy.js"
import { button, definitions, make } from "./dom.js"

// The numbers of results that are compared are in sight together, or none are.
const cards = new Set()
let open = false
const openAll = (wanted) => {
  open = wanted
  for (const numbers of cards) numbers.open = wanted
}

export default function ({ data: [{ colors, summary, numbers }], parentElement }) {
  const find = (selector) => parentElement.querySelector(selector)
  const swatch = ({ hex, share }) =>
    button("", `Copy ${hex}, ${share} of the picture`, {
      title: `${hex}, ${share}: click to copy`,
      onclick: () => copyAndSay(hex, find(".said")),
    }, make("i", { style: { background: hex } }), hex, make("small", {}, share))
  find(".swatches").replaceChildren(...colors.map(swatch))
  find("summary").textContent = summary
  find("dl").replaceChildren(...definitions(numbers))
  const details = find("details")
  details.open = open
  details.ontoggle = () => details.open !== open && openAll(details.open)
  cards.add(details)
  return () => cards.delete(details)
}
