// The keys of a presentation, and the whole screen where the browser gives it.
// In a component, which is a tree of its own, arrow keys turn, move or step.
const TAKES_KEYS = "input, textarea, select, [contenteditable=true], [role=slider], [role=radio], [role=combobox], [role=dialog] *"

export default function ({ data: [begin, leave, less, more] }) {
  const find = (key) => document.querySelector(`.st-key-${key} button`)
  const isPresenting = () => Boolean(find(leave))
  const press = (key, event) => {
    const button = find(key)
    if (!button) return
    event.preventDefault()
    event.stopImmediatePropagation()
    button.click()
  }
  const keydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.composedPath()[0].matches?.(TAKES_KEYS)) return
    if (event.key === "f" || event.key === "F") press(isPresenting() ? leave : begin, event)
    else if (!isPresenting()) return
    else if (event.key.startsWith("Arrow") && event.composedPath()[0].getRootNode() instanceof ShadowRoot) return
    else if (event.key === "Escape") press(leave, event)
    else if (event.key === "ArrowLeft" || event.key === "ArrowDown") press(less, event)
    else if (event.key === "ArrowRight" || event.key === "ArrowUp") press(more, event)
  }
  const click = ({ target }) => {
    if (target.closest?.(`.st-key-${begin}`) && document.fullscreenEnabled) document.documentElement.requestFullscreen()
    else if (target.closest?.(`.st-key-${leave}`) && document.fullscreenElement) document.exitFullscreen()
  }
  // In the whole screen the browser takes Escape for itself.
  const fullscreenchange = () => document.fullscreenElement || find(leave)?.click()
  const listening = new AbortController()
  for (const [kind, listener] of Object.entries({ keydown, click, fullscreenchange }))
    document.addEventListener(kind, listener, { signal: listening.signal, capture: true })
  return () => listening.abort()
}
