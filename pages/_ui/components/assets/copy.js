const SAID_MS = 1400

export const COPY_ICON = `<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5"
 stroke-linejoin="round"><rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/>
<path d="M3.5 10.5h-1v-8h8v1"/></svg>`

export const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const field = Object.assign(document.createElement("textarea"), { value: text })
    document.body.append(field)
    field.select()
    document.execCommand("copy")
    field.remove()
  }
}

// Adds a class to an element for a moment.
export const flash = (element, className) => {
  element.classList.add(className)
  clearTimeout(element.timer)
  element.timer = setTimeout(() => element.classList.remove(className), SAID_MS)
}

// Copies a text and says so in an element.
export const copyAndSay = async (text, said, name = text) => {
  await copyText(text)
  said.textContent = `${name} copied`
  flash(said, "on")
}
