import { HEAT } from "./cloud_data.js"
import { hexOf } from "./cloud_parts.js"
import { COPY_ICON, copyText, flash } from "./copy.js"
import { button, definitions, make, swatch } from "./dom.js"

const EYE =
  '<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6"><path d="M2 10s3-5.2 8-5.2S18 10 18 10s-3 5.2-8 5.2S2 10 2 10z"/><circle cx="10" cy="10" r="2.4"/><path class="off" d="M3.5 16.5l13-13"/></svg>'
const FEW_CHIPS = 6
const HEXES = /(#[0-9a-f]{6})/

const grouped = (number) => number.toLocaleString("en")

// A button for each view of CloudBox.direction, and one that comes near.
export const drawViews = (host, frame, scene) => {
  const views = [
    ["Start", "home", "Back to the first view"],
    ...frame.axes.map(({ title }, axis) => [title, axis, `Look along ${title}`]),
    ["Gray", "gray", "Look along the line of grays, so that colors spread around it"],
    ["Fit", "near", "Come so near that the points fill the view"],
  ]
  const look = (name) => (name === "near" ? scene.near() : scene.view(name))
  host.replaceChildren(
    ...views.map(([label, name, title]) => button("view", title, { title, onclick: () => look(name) }, label)),
  )
}

// The scale of colors that stand for distances, in the space in which they are measured.
export const drawHeat = (host, { space, farthest }) => {
  host.querySelector(".name").textContent = `Distance to the centroid, ${space}`
  host.querySelector(".bar").style.background = `linear-gradient(90deg, ${HEAT.map((color) => `rgb(${color})`)})`
  host.querySelector(".ends").replaceChildren(make("span", {}, "0"), make("span", {}, farthest))
}

// A word beside the pointer; without one, nothing.
export const drawTip = (tip, { x, y, color, text } = {}) => {
  tip.hidden = !text
  if (!text) return
  tip.replaceChildren(swatch(color), text)
  const left = Math.min(x + 14, tip.parentElement.clientWidth - tip.offsetWidth - 6)
  tip.style.transform = `translate(${Math.max(4, left)}px, ${y > 60 ? y - 40 : y + 18}px)`
}

export const tipOfPoint = (points, row) => {
  const [hex, count] = [hexOf(points, row), points.counts[row]]
  return { color: hex, text: `${hex} · ${grouped(count)} pixel${count === 1 ? "" : "s"}` }
}

export const tipOfCluster = ({ hexes, shares }, cluster) => ({
  color: hexes[cluster],
  text: `Centroid ${hexes[cluster]} · ${shares[cluster]}`,
})

const chipOf = (hex, share) => {
  const name = button("light", `Light up ${hex}`, {}, swatch(hex), hex, make("small", {}, share))
  return make("span", { className: "chip" }, name, button("eye", `Hide ${hex}`, { innerHTML: EYE }))
}

// One row of chips, a cluster each: the name lights its pixels up, the eye hides it.
export const drawLegend = (host, { hexes, shares }, { chosen, hidden, light, hide }) => {
  const names = [...hexes, ...shares].join()
  if (host.dataset.names !== names) {
    host.dataset.names = names
    host.classList.toggle("many", hexes.length > FEW_CHIPS)
    host.replaceChildren(...hexes.map((hex, cluster) => chipOf(hex, shares[cluster])))
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

// What is known about the chosen thing, as names and values; null if nothing is chosen.
export const factsOf = ({ chosen, points, clusters, shape }) => {
  if (!chosen) return null
  if (chosen.kind === "cluster") {
    const { cluster } = chosen
    const members = clusters.labels.reduce((sum, label) => sum + (label === cluster), 0)
    return [
      ["Cluster", clusters.hexes[cluster]],
      ["Share", clusters.shares[cluster]],
      ["Points", grouped(members)],
    ]
  }
  if (chosen.kind === "pixel") return chosen.pixel?.facts ?? [["Pixel", "…"]]
  const { point } = chosen
  const place = shape.frame.axes.map(
    ({ title, decimals }, axis) => `${title} ${shape.positions[3 * point + axis].toFixed(decimals)}`,
  )
  return [
    ["Point", hexOf(points, point)],
    ["Pixels", `${grouped(points.counts[point])} of ${grouped(points.total)}`],
    ["Place", place.join(", ")],
    ["Cluster", clusters.hexes[clusters.labels[point]]],
  ]
}

// The color of the chosen pixel, which is not quite that of its cell; nothing while the server is asked.
export const pixelHex = ({ chosen }) => {
  const color = chosen.pixel?.facts.find(([name]) => name === "Color")?.[1]
  return color?.startsWith("#") ? color : null
}

const hexButton = (hex) => {
  const onclick = async ({ currentTarget }) => {
    await copyText(hex)
    flash(currentTarget, "copied")
  }
  const made = button("hex", `Copy ${hex}`, { title: `Copy ${hex}`, innerHTML: COPY_ICON, onclick })
  made.prepend(swatch(hex), hex)
  return made
}

// The value with each color in it as a button that copies it.
const copying = (value) => value.split(HEXES).map((part, number) => (number % 2 ? hexButton(part) : part))

export const drawFacts = (host, facts, hint) => {
  host.classList.toggle("hint", !facts)
  if (!facts) host.textContent = hint
  else host.replaceChildren(make("dl", {}, ...definitions(facts.map(([name, value]) => [name, copying(value)]))))
}
