const EYE =
  '<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6"><path d="M2 10s3-5.2 8-5.2S18 10 18 10s-3 5.2-8 5.2S2 10 2 10z"/><circle cx="10" cy="10" r="2.4"/><path class="off" d="M3.5 16.5l13-13"/></svg>'

const FEW_CHIPS = 6

export const button = (name, label) => {
  const made = document.createElement("button")
  made.type = "button"
  made.className = name
  made.setAttribute("aria-label", label)
  return made
}

// One row of chips, a cluster each: the name lights its pixels up, the eye hides it.
export const drawLegend = (host, clusters, { chosen, hidden, light, hide }) => {
  const names = [...clusters.hexes, ...clusters.shares].join()
  if (host.dataset.names !== names) {
    host.dataset.names = names
    host.classList.toggle("many", clusters.hexes.length > FEW_CHIPS)
    host.replaceChildren(
      ...clusters.hexes.map((hex, cluster) => {
        const chip = document.createElement("span")
        chip.className = "chip"
        const name = button("light", `Light up ${hex}`)
        const swatch = document.createElement("i")
        swatch.style.background = hex
        const share = document.createElement("small")
        share.textContent = clusters.shares[cluster]
        name.append(swatch, hex, share)
        const eye = button("eye", `Hide ${hex}`)
        eye.innerHTML = EYE
        chip.append(name, eye)
        return chip
      }),
    )
  }
  ;[...host.children].forEach((chip, cluster) => {
    const [name, eye] = chip.children
    chip.classList.toggle("hidden", hidden.has(cluster))
    chip.classList.toggle("chosen", chosen === cluster)
    name.setAttribute("aria-pressed", chosen === cluster)
    eye.setAttribute("aria-pressed", hidden.has(cluster))
    eye.title = hidden.has(cluster) ? "Show this cluster" : "Hide this cluster"
    name.onclick = () => light(cluster)
    eye.onclick = () => hide(cluster)
  })
}
