const SETTLING_MS = 2000
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"]

export default function () {
  const page = document.querySelector("[data-testid=stMainBlockContainer]")
  if (!page) return
  // The page may still grow or shrink, so it is done again until the visitor moves.
  const watch = new ResizeObserver(() => page.scrollIntoView({ block: "start" }))
  const listening = new AbortController()
  const stop = () => {
    watch.disconnect()
    listening.abort()
  }
  watch.observe(page)
  setTimeout(stop, SETTLING_MS)
  for (const move of MOVES) addEventListener(move, stop, { passive: true, signal: listening.signal })
  return stop
}
