"""Photos pasted from the clipboard or dropped anywhere on the page go to the uploader."""

import streamlit as st

_JS = """
export default function ({ data: [uploader] }) {
  const give = (file, event) => {
    const input = document.querySelector(`.st-key-${uploader} input[type=file]`)
    if (!input || !file) return
    event.preventDefault()
    const carrier = new DataTransfer()
    carrier.items.add(file)
    input.files = carrier.files
    input.dispatchEvent(new Event("change", { bubbles: true }))
  }
  const picture = (transfer) =>
    [...(transfer?.files ?? [])].find(
      (file) => file.type.startsWith("image/") || /\\.(heic|heif|avif)$/i.test(file.name)
    )
  const paste = (event) => give(picture(event.clipboardData), event)
  const drop = (event) => {
    if (!event.target.closest?.("[data-testid=stFileUploader]")) give(picture(event.dataTransfer), event)
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


def drop_zone(*, uploader: str) -> None:
    """Listen on the whole page and hand picture files to the uploader with this key."""
    _component(key="drop_zone", data=[uploader], height=0)
