import { once, paintPoints, readClusters, readPoints, readShape } from "./cloud_data.js"
import { sameCluster } from "./cloud_finding.js"
import { centroidMarks, hexOf, litPoints, memberLines, pinMark, pointStates } from "./cloud_parts.js"
import { CloudScene, WITHOUT_WEBGL } from "./cloud_scene.js"
import {
  drawFacts, drawHeat, drawLegend, drawTip, drawViews, factsOf, pixelHex, tipOfCluster, tipOfPoint,
} from "./cloud_words.js"
import { onFile } from "./files.js"
import { arraysOf } from "./packed_arrays.js"
import { PicturePane } from "./picture_pane.js"
import { saveFile } from "./save_file.js"
import { bounded } from "./places.js"

const WORDS_HEIGHT = 170
const HINT = "Click a point, a sphere or the picture."
const HINT_WITHOUT_SPHERES = "Click a point or the picture."
const HINT_WITHOUT_CLOUD = "Click the picture."

// The cloud, the picture, the legend and the words, and what is chosen in all of them:
// {kind: "point", point} or {kind: "cluster", cluster} or {kind: "pixel", x, y, pixel: what the server said of it}.
export default class CloudViewer {
  constructor(root) {
    this.root = root
    this.find = (selector) => root.querySelector(selector)
    this.viewer = this.find(".viewer")
    this.stage = this.find(".stage")
    this.pane = new PicturePane(root, {
      picked: (x, y) => this.pickInPicture(x, y),
      aimed: (x, y) => this.aim(x, y),
    })
    this.chosen = null
    this.shown = {}
    try {
      this.scene = new CloudScene(this.stage, {
        onPick: (hit) => this.pickInCloud(hit),
        onHover: (hit, x, y) => this.hover(hit, x, y),
        onMove: () => drawTip(this.find(".tip")),
      })
    } catch {
      this.withoutScene()
    }
    this.listen()
  }

  withoutScene() {
    const sentence = document.createElement("div")
    sentence.className = "missing"
    sentence.textContent = `${WITHOUT_WEBGL} The flat projections below show the same colors.`
    this.stage.append(sentence)
    this.stage.tabIndex = -1
    this.find(".wait").hidden = true
    this.find(".cloud .tools").hidden = true
    this.viewer.classList.add("flat")
  }

  listen() {
    const { scene } = this
    this.stop = onFile(() => this.load())
    this.watch = new ResizeObserver(() => {
      this.makeRoom()
      this.pane.paint()
    })
    for (const name of [".side", ".picture"]) this.watch.observe(this.find(name))
    this.viewer.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.chosen) this.choose(null)
    })
    if (!scene) return
    this.find(".turn").onclick = ({ currentTarget }) => {
      const on = currentTarget.getAttribute("aria-pressed") !== "true"
      currentTarget.setAttribute("aria-pressed", on)
      scene.rotate(on)
    }
    const zoom = (factor) => {
      scene.camera.magnify(factor)
      scene.moved()
    }
    this.find(".closer").onclick = () => zoom(1.25)
    this.find(".farther").onclick = () => zoom(0.8)
    this.find(".full").onclick = () => this.fill()
    this.find(".png").onclick = () => this.save()
  }

  // The picture is as tall as the legend and the words leave it, within reason.
  makeRoom() {
    const side = this.find(".side")
    const whole = side.clientHeight
    const rest = this.find(".legend").scrollHeight + WORDS_HEIGHT
    side.style.setProperty("--room", `${bounded(whole - rest, 0.48 * whole, 0.64 * whole)}px`)
  }

  update(component) {
    this.component = component
    const [data] = component.data
    const last = this.data
    this.data = data
    const hiding = (one) => JSON.stringify([one?.hidden, one?.pieces.clusters])
    if (hiding(last) !== hiding(data)) this.hidden = new Set(data.hidden)
    this.pane.setSize(data.width, data.height)
    const keys = "Arrows turn, plus and minus zoom, 0 goes back to the first view."
    this.stage.setAttribute("aria-label", `${data.alt} ${keys}`)
    if (!this.scene && !this.told) {
      this.told = true
      component.setStateValue("webgl", false)
    }
    if (JSON.stringify(last?.pixel) !== JSON.stringify(data.pixel)) this.pixelChanged()
    this.load()
  }

  pixelChanged() {
    const { pixel, width, height } = this.data
    if (pixel) this.chosen = { kind: "pixel", x: (pixel.x + 0.5) / width, y: (pixel.y + 0.5) / height, pixel }
    else if (this.chosen?.kind === "pixel") this.chosen = null
  }

  // Takes what has arrived, all of it together.
  load() {
    if (!this.data) return
    this.pane.load(this.data)
    const names = this.data.pieces
    const entries = Object.fromEntries(Object.keys(names).map((piece) => [piece, arraysOf(names[piece])]))
    if (Object.values(entries).includes(null)) return
    const { shown, scene } = this
    this.points = once(entries.points, readPoints)
    this.shape = once(entries.shape, readShape)
    const before = this.clusters
    this.clusters = once(entries.clusters, readClusters)
    if (this.chosen?.kind === "cluster" && before !== this.clusters) {
      const cluster = sameCluster(this.chosen.cluster, before.hexes, this.clusters.hexes)
      this.chosen = { kind: "cluster", cluster }
    }
    this.selected = entries.selection?.arrays.lit ?? null
    const newPoints = shown.points !== names.points
    const newShape = shown.shape !== names.shape || shown.outline !== this.data.outline
    if (newPoints) this.pane.setPoints(this.points)
    if (newPoints && this.chosen?.kind === "point") this.chosen = null
    if (scene && newShape) {
      const { frame } = this.shape
      scene.setFrame(this.data.outline ? frame : { ...frame, outline: [] })
      drawViews(this.find(".views"), frame, scene)
    }
    if (scene && (newPoints || newShape || shown.size !== this.data.size)) {
      const { size } = this.data
      scene.setPoints({ positions: this.shape.positions, sizes: this.points.radii.map((radius) => radius * size) })
    }
    this.shown = { ...names, outline: this.data.outline, size: this.data.size }
    this.find(".wait").hidden = true
    this.drawAll()
  }

  // Colors, light, spheres, lines, legend and words: everything that depends on clusters and on what is chosen.
  drawAll() {
    if (!this.clusters) return
    const { scene, data, clusters, chosen, hidden } = this
    const colors = paintPoints(data.paint, this.points, clusters)
    const lit = litPoints(this)
    if (scene) {
      scene.setColors(colors)
      scene.setStates(pointStates(this, lit))
      this.drawMarks()
      this.drawMembers()
    }
    const heated = data.paint === "distance"
    this.find(".heat").hidden = !heated || !scene
    if (heated) drawHeat(this.find(".heat"), clusters)
    this.find(".legend").hidden = !data.legend
    drawLegend(this.find(".legend"), clusters, {
      chosen: chosen?.kind === "cluster" ? chosen.cluster : null,
      hidden,
      light: (cluster) => this.choose(chosen?.cluster === cluster ? null : { kind: "cluster", cluster }),
      hide: (cluster) => this.hide(cluster),
    })
    const hint = data.centroids ? HINT : HINT_WITHOUT_SPHERES
    drawFacts(this.find(".said"), factsOf(this), scene ? hint : HINT_WITHOUT_CLOUD)
    this.makeRoom()
    this.pane.show({ own: data.paint === "own", colors, lit, cross: chosen?.kind === "pixel" ? chosen : null })
  }

  drawMarks() {
    const { chosen } = this
    this.marks = this.data.centroids ? centroidMarks(this) : []
    const point = chosen?.kind === "pixel" ? this.pane.at(chosen) : (chosen?.point ?? -1)
    if (point >= 0) this.marks.push(pinMark(this, point, pixelHex(this) ?? hexOf(this.points, point)))
    this.scene.setMarks(this.marks)
  }

  drawMembers() {
    const { shown, hidden } = this
    const key = this.data.members && [shown.points, shown.shape, shown.clusters, [...hidden]].join()
    if (key === this.members) return
    this.members = key
    this.scene.setLines("members", ...(key ? memberLines(this) : [new Float32Array(0), new Uint8Array(0), 1]))
  }

  pickInCloud(hit) {
    if (!hit) return this.choose(null)
    if (hit.point !== undefined) return this.choose({ kind: "point", point: hit.point })
    const { cluster } = this.marks[hit.mark]
    if (cluster !== undefined) this.choose({ kind: "cluster", cluster })
  }

  pickInPicture(x, y) {
    const { width, height } = this.data
    const pixel = [Math.min(width - 1, Math.floor(x * width)), Math.min(height - 1, Math.floor(y * height))]
    this.component.setTriggerValue("picked", pixel)
    this.aim(x, y)
  }

  aim(x, y) {
    this.chosen = { kind: "pixel", x, y }
    this.drawAll()
  }

  choose(chosen) {
    const tellsOfPixel = this.data.pixel !== null
    this.chosen = chosen
    this.drawAll()
    if (tellsOfPixel) this.component.setTriggerValue("picked", [])
  }

  hide(cluster) {
    if (!this.hidden.delete(cluster)) this.hidden.add(cluster)
    const { hexes } = this.clusters
    this.component.setTriggerValue("hidden", [...this.hidden].map((number) => [number, hexes[number]]))
    this.drawAll()
  }

  hover(hit, x, y) {
    this.stage.classList.toggle("over", Boolean(hit))
    const told = hit && this.tipOf(hit)
    drawTip(this.find(".tip"), told ? { x, y, ...told } : {})
  }

  tipOf({ point, mark }) {
    if (point !== undefined) return tipOfPoint(this.points, point)
    const { cluster } = this.marks[mark]
    return cluster === undefined ? null : tipOfCluster(this.clusters, cluster)
  }

  fill() {
    if (this.root.ownerDocument.fullscreenElement) return this.root.ownerDocument.exitFullscreen()
    if (this.viewer.requestFullscreen) return this.viewer.requestFullscreen()
    this.viewer.classList.toggle("filled")
  }

  async save() {
    saveFile(await this.scene.toPng(), this.data.file)
  }

  leave() {
    this.watch.disconnect()
    this.stop()
    this.scene?.free()
  }
}
