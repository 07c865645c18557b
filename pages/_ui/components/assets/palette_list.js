import { COPY_ICON, copyText } from "./copy.js"

const TICK = `<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2.4"
 stroke-linecap="round" stroke-linejoin="round"><path d="M3 8.5l3.5 3.5L13 4.5"/></svg>`
const ROW = `<button type="button" class="pick"><span class="tick">${TICK}</span><span class="swatch"></span>
<span class="hex"></span><span class="name"></span><span class="share"></span></button>
<button type="button" class="copy">${COPY_ICON}</button>`

export default function ({ data: [rows], parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ul")
  const said = parentElement.querySelector(".said")
  const copy = async (text, name) => {
    await copyText(text)
    said.textContent = `${name} copied`
    said.classList.add("on")
    clearTimeout(said.timer)
    said.timer = setTimeout(() => said.classList.remove("on"), 1400)
  }
  while (list.children.length > rows.length) list.lastElementChild.remove()
  while (list.children.length < rows.length) {
    const item = document.createElement("li")
    item.innerHTML = ROW
    list.append(item)
  }
  rows.forEach((row, number) => {
    const item = list.children[number]
    const [pick, copier] = item.querySelectorAll("button")
    pick.setAttribute("aria-pressed", row.picked)
    pick.setAttribute("aria-label", `Pick ${row.hex}, ${row.name}, ${row.share} of the picture`)
    pick.title = row.name
    pick.querySelector(".swatch").style.background =
      `linear-gradient(90deg, ${row.hex} 50%, ${row.painted} 50%)`
    for (const part of ["hex", "name", "share"]) pick.querySelector(`.${part}`).textContent = row[part]
    pick.onclick = () => {
      pick.setAttribute("aria-pressed", pick.getAttribute("aria-pressed") !== "true")
      setTriggerValue("toggled", number)
    }
    copier.setAttribute("aria-label", `Copy ${row.hex}`)
    copier.title = `Copy ${row.hex}`
    copier.onclick = () => copy(row.hex, row.hex)
  })
  parentElement.querySelector(".all").onclick = () =>
    copy(rows.map((row) => row.hex).join("\n"), rows.length === 1 ? rows[0].hex : `${rows.length} colors`)
}
