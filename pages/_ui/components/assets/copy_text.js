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
