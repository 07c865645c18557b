import { copyText } from "./copy.js"

export default function ({ data: [data], parentElement }) {
  const find = (selector) => parentElement.querySelector(selector)
  const said = find(".said")
  let timer
  const say = (text) => {
    said.textContent = text
    said.classList.add("on")
    clearTimeout(timer)
    timer = setTimeout(() => said.classList.remove("on"), 1400)
  }
  const copy = async (hex) => {
    await copyText(hex)
    say(`${hex} copied`)
  }
  const button = (color) => {
    const made = document.createElement("button")
    made.type = "button"
    made.title = `${color.hex}, ${color.share}: click to copy`
    made.setAttribute("aria-label", `Copy ${color.hex}, ${color.share} of the picture`)
    made.onclick = () => copy(color.hex)
    return made
  }
  find(".bar").replaceChildren(...data.colors.map((color) => {
    const part = button(color)
    part.style.cssText = `flex: ${color.weight} 1 0; background: ${color.hex}`
    part.tabIndex = -1
    return part
  }))
  find(".chips").replaceChildren(...data.colors.map((color) => {
    const chip = button(color)
    const swatch = document.createElement("i")
    swatch.style.background = color.hex
    const share = document.createElement("small")
    share.textContent = color.share
    chip.append(swatch, color.hex, share)
    return chip
  }))
  find("dl").replaceChildren(...data.numbers.flatMap(([term, value]) => {
    const dt = document.createElement("dt")
    dt.textContent = term
    const dd = document.createElement("dd")
    dd.textContent = value
    return [dt, dd]
  }))
}
