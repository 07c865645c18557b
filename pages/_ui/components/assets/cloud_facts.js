import { hexOf, three } from "./cloud_dress.js"
import { button } from "./cloud_legend.js"
import { COPY_ICON, copyText } from "./copy.js"

const COPIED_MS = 1400
const HEXES = /(#[0-9a-f]{6})/

// What is known about the chosen thing, as names and values; null if nothing is chosen.
export const factsOf = ({ chosen, points, clusters, shape }) => {
  if (!chosen) return null
  if (chosen.kind === "cluster") {
    const { cluster } = chosen
    const members = clusters.labels.reduce((sum, label) => sum + (label === cluster), 0)
    return [
      ["Cluster", clusters.hexes[cluster]],
      ["Share", clusters.shares[cluster]],
      ["Points", members.toLocaleString("en")],
    ]
  }
  if (chosen.kind === "pixel") return chosen.pixel?.facts ?? [["Pixel", "…"]]
  const { point } = chosen
  const { axes } = shape.frame
  const place = [...three(shape.positions, point)]
  const values = place.map((value, axis) => `${axes[axis].title} ${value.toFixed(axes[axis].decimals)}`)
  return [
    ["Point", hexOf(points, point)],
    ["Pixels", `${points.counts[point].toLocaleString("en")} of ${points.total.toLocaleString("en")}`],
    ["Place", values.join(", ")],
    ["Cluster", clusters.hexes[clusters.labels[point]]],
  ]
}

// The color of the chosen pixel, which is not quite that of its cell; nothing while the server is asked.
export const pixelHex = ({ chosen }) => {
  const color = chosen.pixel?.facts.find(([name]) => name === "Color")?.[1]
  return color?.startsWith("#") ? color : null
}

// The value with each color in it as a button that copies it.
const copying = (value) =>
  value.split(HEXES).map((part, number) => {
    if (number % 2 === 0) return part
    const copy = button("hex", `Copy ${part}`)
    copy.title = `Copy ${part}`
    copy.innerHTML = `<i style="background: ${part}"></i>${part}${COPY_ICON}`
    copy.onclick = async () => {
      await copyText(part)
      copy.classList.add("copied")
      setTimeout(() => copy.classList.remove("copied"), COPIED_MS)
    }
    return copy
  })

export const drawFacts = (host, facts, hint) => {
  host.classList.toggle("hint", !facts)
  if (!facts) {
    host.textContent = hint
    return
  }
  const list = document.createElement("dl")
  for (const [name, value] of facts) {
    const [title, text] = [document.createElement("dt"), document.createElement("dd")]
    title.textContent = name
    text.append(...copying(value))
    list.append(title, text)
  }
  host.replaceChildren(list)
}
