export default function ({ data: [uploader, several, endings] }) {
  const give = (transfer, event) => {
    const many = document.querySelector(`.st-key-${several} input[type=file]`)
    const input = many ?? document.querySelector(`.st-key-${uploader} input[type=file]`)
    const files = [...(transfer?.files ?? [])]
    const taken = many ? files : files.filter(isPicture).slice(0, 1)
    if (!input || !taken.length) return
    event.preventDefault()
    const carrier = new DataTransfer()
    for (const file of taken) carrier.items.add(file)
    input.files = carrier.files
    input.dispatchEvent(new Event("change", { bubbles: true }))
  }
  const isPicture = (file) =>
    file.type.startsWith("image/") || endings.includes(file.name.split(".").pop().toLowerCase())
  const paste = (event) => give(event.clipboardData, event)
  const drop = (event) => {
    if (!event.target.closest?.("[data-testid=stFileUploader]")) give(event.dataTransfer, event)
  }
  const allow = (event) => {
    if ([...(event.dataTransfer?.types ?? [])].includes("Files")) event.preventDefault()
  }
  const listening = new AbortController()
  for (const [kind, listener] of Object.entries({ paste, drop, dragover: allow }))
    document.addEventListener(kind, listener, { signal: listening.signal })
  return () => listening.abort()
}
