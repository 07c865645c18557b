import { make } from "./dom.js"

// Files on their way to the server. Streamlit forgets, without a word, what is chosen while the connection is down, as
// it nearly always is on a phone whose visitor has just been in the photo album; and it tries a transfer only once.
// So files are kept until they have arrived, and given to their uploader again.
export const INPUT = "[data-testid=stFileUploader] input[type=file]"
const TRIES = 5
const NAMES = 3
const LOOK_MS = 500
const PAUSE_MS = 2000
const BROKEN_TRANSFER = /axios|network|status code/i

const kept = new Set()
const note = make("div", {
  role: "status",
  onclick: () => note.remove(),
  style: {
    position: "fixed",
    bottom: "1rem",
    left: "50%",
    transform: "translateX(-50%)",
    width: "max-content",
    maxWidth: "90vw",
    padding: "0.6rem 1rem",
    borderRadius: "0.375rem",
    background: "#121212",
    color: "#fff",
    font: "0.875rem/1.4 sans-serif",
    zIndex: 2147483647,
  },
})

const say = (text) => {
  if (note.textContent !== text) note.textContent = text
  if (text) document.body.append(note)
  else note.remove()
}

export const giveFiles = (input, files) => {
  const carrier = new DataTransfer()
  for (const file of files) carrier.items.add(file)
  input.files = carrier.files
  input.dispatchEvent(new Event("change", { bubbles: true }))
}

export const isDown = (input) => Boolean(input.closest("[aria-disabled=true]"))

export const keepFiles = (input, files) => {
  const given = [...files]
  const known = new Set()
  for (const entry of kept) {
    if (given.includes(entry.file)) known.add(entry.file)
    else if (entry.input === input && !input.multiple) kept.delete(entry)
  }
  for (const file of given) if (!known.has(file)) kept.add({ input, file, tries: 0, after: 0, lost: false })
  look()
}

// What has become of a file: "there", "waiting", "lost", or "refused" for another reason than the connection.
const stateOf = (entry) => {
  const uploader = entry.input.closest("[data-testid=stFileUploader]")
  const chips = [...(uploader?.querySelectorAll("[data-testid=stFileChip]") ?? [])]
  const chip = chips.find((each) => each.querySelector("[data-testid=stFileChipName]")?.title === entry.file.name)
  if (isDown(entry.input)) entry.lost ||= !chip
  if (!chip) return entry.lost ? "lost" : "waiting"
  entry.chip = chip
  if (chip.querySelector("[data-testid=stFileChipIconSpinner]")) return "waiting"
  if (!chip.ariaInvalid) return "there"
  return BROKEN_TRANSFER.test(chip.querySelector("[role=alert]")?.textContent) ? "lost" : "refused"
}

// All files of one uploader together: it looks at what it was given a moment later.
const giveAgain = (input, entries) => {
  for (const entry of entries) {
    const { tries, chip } = entry
    Object.assign(entry, { tries: tries + 1, after: Date.now() + PAUSE_MS * 2 ** tries, lost: false })
    chip?.querySelector("[data-testid=stFileChipDeleteBtn] button")?.click()
  }
  giveFiles(
    input,
    entries.map(({ file }) => file),
  )
}

let looking = 0
const look = () => {
  clearTimeout(looking)
  const lost = []
  for (const entry of kept) {
    const state = entry.input.isConnected ? stateOf(entry) : "there"
    if (state === "there" || state === "refused") kept.delete(entry)
    if (state === "lost") lost.push(entry)
  }
  const names = lost.length > NAMES ? `${lost.length} files` : lost.map(({ file }) => file.name).join(", ")
  if (lost.some(({ tries }) => tries === TRIES)) {
    for (const entry of lost) kept.delete(entry)
    say(`${names} could not be uploaded. Check the connection, then choose again.`)
    return
  }
  say(names && `No connection. ${names} will be uploaded as soon as it is back.`)
  const ready = lost.filter(({ input, after }) => !isDown(input) && after < Date.now())
  for (const input of new Set(ready.map((entry) => entry.input)))
    giveAgain(
      input,
      ready.filter((entry) => entry.input === input),
    )
  if (kept.size) looking = setTimeout(look, LOOK_MS)
}
