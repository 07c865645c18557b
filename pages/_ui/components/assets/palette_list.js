import { COPY_ICON, copyAndSay } from "./copy.js"
import { make } from "./dom.js"

const TICK = `<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2.4"
 stroke-linecap="round" stroke-linejoin="round"><path d="M3 8.5l3.5 3.5L13 4.5"/></svg>`
const ROW = `<button type="button" class="pick"><span class="tick">${TICK}</span><span class="swatch"></span>
<span class="hex"></span><span class="name"></span><span class="share"></span></button>
<button type="button" class="copy">${COPY_ICON}</button>`

export default function ({ data: [rows], parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ul")
  const said = parentElement.querySelector(".said")
  while (list.children.length > rows.length) list.lastElementChild.remove()
  while (list.children.length < rows.length) list.append(make("li", { innerHTML: ROW }))
  rows.forEach((row, number) => {
    const [pick, copier] = list.children[number].querySelectorAll("button")
    pick.setAttribute("aria-pressed", row.picked)
    pick.setAttribute("aria-label", `Pick ${row.hex}, ${row.name}, ${row.share} of the picture`)
    pick.title = row.name
    pick.querySelector(".swatch").style.background =
      `linear-gradient(90deg, ${row.hex} 50%, ${row.painted} 50%)`
    for (const part of ["hex", "name", "share"]) pick.querySelector(`.${part}`).textContent = row[part]
    pick.onclick = () => {
      pick.setAttribute("aria-pressed", pick.getAttribute("aria-pressed") !== "true")
      setTriggerValue("toggled", [number, row.hex])
    }
    copier.setAttribute("aria-label", `Copy ${row.hex}`)
    copier.title = `Copy ${row.hex}`
    copier.onclick = () => copyAndSay(row.hex, said)
  })
  const hexes = rows.map(({ hex }) => hex)
  const all = hexes.length === 1 ? hexes[0] : `${hexes.length} colors`
  parentElement.querySelector(".all").onclick = () => copyAndSay(hexes.join("\n"), said, all)
}
