import { HEAT } from "./cloud_data.js"
import { hexOf } from "./cloud_dress.js"
import { button } from "./cloud_legend.js"

// A button for each view of CloudBox.direction, and one that comes near.
export const drawViews = (host, frame, scene) => {
  const views = [["Start", "home", "Back to the first view"]]
  frame.axes.forEach(({ title }, axis) => views.push([title, axis, `Look along ${title}`]))
  views.push(["Gray", "gray", "Look along the line of grays, so that colors spread around it"])
  views.push(["Fit", "near", "Come so near that the points fill the view"])
  host.replaceChildren(
    ...views.map(([label, name, title]) => {
      const view = button("view", title)
      const onclick = () => (name === "near" ? scene.near() : scene.view(name))
      return Object.assign(view, { textContent: label, title, onclick })
    }),
  )
}

// The scale of colors that stand for distances, in the space in which they are measured.
export const drawHeat = (host, { space, farthest }) => {
  host.querySelector(".name").textContent = `Distance to the centroid, ${space}`
  host.querySelector(".bar").style.background = `linear-gradient(90deg, ${HEAT.map((color) => `rgb(${color})`)})`
  const ends = ["0", farthest].map((text) => {
    const end = document.createElement("span")
    end.textContent = text
    return end
  })
  host.querySelector(".ends").replaceChildren(...ends)
}

// A word beside the pointer; without one, nothing.
export const drawTip = (tip, { x, y, color, text } = {}) => {
  tip.hidden = !text
  if (!text) return
  const swatch = document.createElement("i")
  swatch.style.background = color
  tip.replaceChildren(swatch, text)
  const left = Math.min(x + 14, tip.parentElement.clientWidth - tip.offsetWidth - 6)
  tip.style.transform = `translate(${Math.max(4, left)}px, ${y > 60 ? y - 40 : y + 18}px)`
}

export const tipOfPoint = (points, row) => {
  const [hex, count] = [hexOf(points, row), points.counts[row]]
  return { color: hex, text: `${hex} · ${count.toLocaleString("en")} pixel${count === 1 ? "" : "s"}` }
}

export const tipOfCluster = ({ hexes, shares }, cluster) => ({
  color: hexes[cluster],
  text: `Centroid ${hexes[cluster]} · ${shares[cluster]}`,
})
