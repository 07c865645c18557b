const HEX = /#[0-9a-f]{6}/

// What is known about the chosen thing, as a name, a value and perhaps the color it speaks of; null if nothing is chosen.
const factsOf = ({ chosen, points, clusters, shape }) => {
  if (!chosen) return null
  if (chosen.kind === "cluster") {
    const { cluster } = chosen
    const members = clusters.labels.reduce((sum, label) => sum + (label === cluster), 0)
    return [
      ["Cluster", clusters.hexes[cluster], clusters.hexes[cluster]],
      ["Share", percent(clusters.shares[cluster])],
      ["Points", members.toLocaleString("en")],
    ]
  }
  if (chosen.kind === "pixel") {
    const asked = chosen.pixel?.facts
    return asked ? asked.map(([name, value]) => [name, value, value.match(HEX)?.[0]]) : [["Pixel", "…"]]
  }
  const { point } = chosen
  const hex = hexOf(points, point)
  const { axes } = shape.frame
  const place = [...three(shape.positions, point)]
  const values = place.map((value, axis) => `${axes[axis].title} ${value.toFixed(axes[axis].high > 200 ? 0 : 1)}`)
  const of = clusters.hexes[clusters.labels[point]]
  return [
    ["Point", hex, hex],
    ["Pixels", `${points.counts[point].toLocaleString("en")} (${percent(points.counts[point] / points.total)})`],
    ["Place", values.join(", ")],
    ["Cluster", of, of],
  ]
}

// The color of the chosen pixel, which is not quite that of its cell; nothing while the server is asked.
const pixelHex = ({ chosen }) => {
  const color = chosen.pixel?.facts.find(([name]) => name === "Color")?.[1]
  return color?.startsWith("#") ? color : null
}

const drawFacts = (host, facts, hint) => {
  if (!facts) {
    host.textContent = hint
    host.classList.add("hint")
    return
  }
  host.classList.remove("hint")
  const list = document.createElement("dl")
  for (const [name, value, color] of facts) {
    const [title, text] = [document.createElement("dt"), document.createElement("dd")]
    title.textContent = name
    if (color) {
      const swatch = document.createElement("i")
      swatch.style.background = color
      text.append(swatch)
    }
    text.append(value)
    list.append(title, text)
  }
  host.replaceChildren(list)
}
