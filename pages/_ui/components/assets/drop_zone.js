import { INPUT, giveFiles, isDown, keepFiles } from "./kept_uploads.js"

const uploaderOf = (event) => event.target.closest?.("[data-testid=stFileUploader]")?.querySelector(INPUT)
const isPicture = (file) => file.type.startsWith("image/")
const PHONE = "(max-width: 768px)"
const FOLD = "[data-testid=stSidebarCollapseButton] button"
const FOLDED = "[data-testid=stExpandSidebarButton]"
let shown

const showPhoto = (photo) => {
  if (shown && shown !== photo && matchMedia(PHONE).matches && !document.querySelector(FOLDED))
    document.querySelector(FOLD)?.click()
  shown = photo
}

export default function ({ data: [uploader, several, chooser, photo] }) {
  showPhoto(photo)
  const give = (transfer, event) => {
    const find = (place) => document.querySelector(`${place} ${INPUT}`)
    const input = find("[role=dialog]") ?? find(`.st-key-${several}`) ?? find(`.st-key-${uploader}`)
    const files = [...(transfer?.files ?? [])]
    if (!input || !files.length) return
    event.preventDefault()
    // A browser does not know every picture for one, so the server decides.
    giveFiles(input, input.multiple ? files : [files.find(isPicture) ?? files[0]])
  }
  const paste = (event) => give(event.clipboardData, event)
  const drop = (event) => {
    const input = uploaderOf(event)
    if (input && !isDown(input)) keepFiles(input, event.dataTransfer.files)
    else give(event.dataTransfer, event)
  }
  const change = ({ target }) => {
    if (target.matches?.(INPUT)) keepFiles(target, target.files)
  }
  const allow = (event) => {
    if ([...(event.dataTransfer?.types ?? [])].includes("Files")) event.preventDefault()
  }
  // Only for pictures does Android offer its photo picker; other systems would hide what they do not know.
  const click = (event) => {
    const { target } = event
    if (target.closest?.(`.st-key-${chooser} button`)) {
      event.stopPropagation()
      document.querySelector(`.st-key-${uploader} ${INPUT}`)?.click()
    }
    if (target.matches?.(INPUT) && navigator.userAgent.includes("Android")) target.accept = "image/*"
  }
  const listening = new AbortController()
  const listeners = { paste, drop, change, click, dragover: allow }
  for (const [kind, listener] of Object.entries(listeners))
    document.addEventListener(kind, listener, { signal: listening.signal, capture: kind !== "paste" })
  return () => listening.abort()
}
