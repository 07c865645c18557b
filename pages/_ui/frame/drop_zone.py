"""Photos pasted from the clipboard or dropped anywhere on the page go to an uploader."""

import streamlit as st

_JS = """
export default function ({ data: [uploader, several] }) {
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
  const isPicture = (file) => file.type.startsWith("image/") || /\\.(heic|heif|avif)$/i.test(file.name)
  const paste = (event) => give(event.clipboardData, event)
  const drop = (event) => {
    if (!event.target.closest?.("[data-testid=stFileUploader]")) give(event.dataTransfer, event)
  }
  const allow = (event) => {
    if ([...(event.dataTransfer?.types ?? [])].includes("Files")) event.preventDefault()
  }
  document.addEventListener("paste", paste)
  document.addEventListener("drop", drop)
  document.addEventListener("dragover", allow)
  return () => {
    document.removeEventListener("paste", paste)
    document.removeEventListener("drop", drop)
    document.removeEventListener("dragover", allow)
  }
}
"""

_component = st.components.v2.component("drop_zone", js=_JS)


def drop_zone(*, uploader: str, several: str) -> None:
    """Listen on the whole page and hand picture files to the uploader with this key.

    While there is an uploader in a container with the key `several`, all files go to that one.
    """
    _component(key="drop_zone", data=[uploader, several], height=0)
