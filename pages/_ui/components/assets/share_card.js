import { copyText } from "./copy.js"

export default function ({ data: [data], parentElement }) {
  const find = (selector) => parentElement.querySelector(selector)
  const field = find("input")
  const button = find("button")
  find(".code").innerHTML = data.code
  field.value = data.link
  field.onfocus = () => field.select()
  button.onclick = async () => {
    await copyText(field.value)
    button.textContent = "Copied"
    setTimeout(() => (button.textContent = "Copy link"), 1600)
  }
}
