import { FixedCamera } from "./camera.js"
import { COUNT_RADIUS, FIRST_RADIUS } from "./cloud_data.js"
import { CloudScene, WITHOUT_WEBGL } from "./cloud_scene.js"
import { FADED, NORMAL } from "./cloud_surface.js"
import { nearestAreas, trianglesOf } from "./nearest_areas.js"
import { bytesOf, cssColor, pageStyle } from "./page_colors.js"
import { placeOn } from "./places.js"
import { PointPicture } from "./point_picture.js"

const FLAT_RADIUS = 5
// There are fewer points than in the cloud of all colors.
const ENLARGED = 1.35
const [MARK_RADIUS, SMALL_MARK_RADIUS, STOP_RADIUS] = [13, 10, 5]
const SMALL = 215
// Narrower, names would cover the points; the legend has them.
const NAMES_FROM = 480
const TINT_ALPHA = 42
const TRAIL = [["trail edge", "ground", 5], ["trail", "ink", 2]]
const FINGER_REACHES = [2, 6, 12]

// A name may stand beside another centroid than its own: its number says to which it belongs.
const named = (cluster, names) => `${cluster + 1} ${names[cluster]}`

const rowsOf = (values) => Array.from({ length: values.length / 3 }, (_, row) => values.subarray(3 * row, 3 * row + 3))

// One of the places where a run is shown: its name, its cloud, its picture, its shares, its sentence.
export class Stage {
  constructor(root, player, number) {
    this.find = (selector) => root.querySelector(`.run-${number} ${selector}`)
    this.player = player
    this.cloud = this.find(".cloud")
    this.picture = new PointPicture(this.find(".photo"))
    this.find(".photo").onclick = (event) => {
      const { across, down } = placeOn(event.currentTarget, event)
      player.pick(this.picture.at(across, down))
    }
  }

  setPoints({ header, arrays }, photo) {
    this.points = { ...arrays, count: arrays.sizes.length }
    this.states = null
    this.flat = header.axes.length === 2
    this.scene ??= this.openScene()
    this.scene?.setFrame(header)
    const size = (value) => (this.flat ? FLAT_RADIUS : ENLARGED * (FIRST_RADIUS + (COUNT_RADIUS * value) / 255))
    this.scene?.setPoints({ positions: arrays.positions, sizes: Float32Array.from(arrays.sizes, size) })
    this.hasPicture = Boolean(header.map)
    if (!this.hasPicture) return
    const [mapHeight, mapWidth] = header.map
    this.picture.setPhoto(photo)
    this.picture.setMap({ ...arrays, mapWidth, mapHeight })
    this.find(".photo").style.setProperty("--aspect", mapWidth / mapHeight)
  }

  // Where three dimensions cannot be drawn, the picture and the curve go on without them.
  openScene() {
    const { player } = this
    try {
      return new CloudScene(this.cloud, {
        camera: this.flat ? new FixedCamera() : player.camera,
        reaches: FINGER_REACHES,
        onPick: (hit) => hit && player.pick(hit.point),
        onMove: () => player.turned(),
      })
    } catch {
      this.cloud.textContent = WITHOUT_WEBGL
      this.cloud.tabIndex = -1
      return null
    }
  }

  // `along`: how far the step has come, from 0 to 1. `dims`: whether an assignment dims what it leaves as it was.
  draw(run, step, along, dims) {
    if (!this.points) return
    const shares = this.find(".shares")
    if (!run) {
      this.show({ colors: this.points.colors, lit: null })
      this.setMarks([], [])
      if (this.hasPicture) this.picture.paint({})
      this.showNames([], [])
      return shares.replaceChildren()
    }
    const at = run.shownAt(step)
    const moves = at === step ? along : 1
    const [palette, centers] = [run.between("palette", at, moves), run.between("centers", at, moves)]
    const changed = run.changed[at]
    const lit = dims && run.phase(at) === "assign" && changed.length < this.points.count ? this.light(changed) : null
    const colors = at ? this.painted(run.labels[at], palette) : this.points.colors
    this.show({ colors, lit })
    const names = run.names?.[at] ?? []
    this.setMarks(run.trail(at, centers).map(rowsOf), rowsOf(palette), names)
    if (this.hasPicture) this.picture.paint({ colors: at ? colors : null, lit, ground: [128, 128, 128] })
    this.showShares(shares, run, at, palette)
    this.showNames(names, rowsOf(palette))
  }

  light(rows) {
    const lit = new Uint8Array(this.points.count)
    for (const row of rows) lit[row] = 1
    return lit
  }

  painted(labels, palette) {
    const colors = new Uint8Array(3 * labels.length)
    for (let point = 0; point < labels.length; point++)
      for (let channel = 0; channel < 3; channel++) colors[3 * point + channel] = palette[3 * labels[point] + channel]
    return colors
  }

  show({ colors, lit }) {
    this.scene?.setColors(colors)
    if (this.states && !lit && !this.lit) return
    this.lit = lit
    this.states = Float32Array.from({ length: this.points.count }, (_, at) => (!lit || lit[at] ? NORMAL : FADED))
    this.scene?.setStates(this.states)
  }

  // The centroids with their numbers, and the way they have come. trail: at each stop a place for each centroid.
  setMarks(trail, palette, names = []) {
    const { scene, cloud } = this
    if (!scene) return
    const style = pageStyle(cloud)
    const isSmall = Math.min(cloud.clientWidth, cloud.clientHeight) < SMALL
    const radius = isSmall ? SMALL_MARK_RADIUS : MARK_RADIUS
    const hasRoom = !isSmall && cloud.clientWidth >= NAMES_FROM
    const stops = trail.slice(0, -1).flatMap((places) =>
      places.map((position, cluster) => ({ position, color: palette[cluster], radius: STOP_RADIUS, under: true })),
    )
    const centers = trail.at(-1) ?? []
    const marks = centers.map((position, cluster) => {
      const label = hasRoom && names.length ? named(cluster, names) : undefined
      return { position, color: palette[cluster], radius, number: cluster + 1, label }
    })
    scene.setMarks([...stops, ...marks])
    const ends = trail.slice(1).flatMap((places, at) => places.flatMap((place, row) => [...trail[at][row], ...place]))
    for (const [name, tone, width] of TRAIL) {
      const color = [...bytesOf(style[tone]), 255]
      const colors = Uint8Array.from(ends.flatMap((_, at) => (at % 3 ? [] : color)))
      scene.setLines(name, Float32Array.from(ends), colors, width, { over: true })
    }
    if (this.flat) this.setTint(centers, palette)
  }

  // The plane in the colors of the nearest centroids: the regions that an assignment goes by.
  setTint(centers, palette) {
    const [across, up] = this.scene.box.frame.axes
    const whole = [[across.low, up.low], [across.high, up.low], [across.high, up.high], [across.low, up.high]]
    const triangles = nearestAreas(centers.map(([x, y]) => [x, y]), whole).map(trianglesOf)
    const colors = triangles.flatMap((corners, row) => corners.flatMap(() => [...palette[row], TINT_ALPHA]))
    const corners = triangles.flat().flatMap(([x, y]) => [x, y, 0])
    this.scene.setAreas(Float32Array.from(corners), Uint8Array.from(colors))
  }

  showShares(bar, run, step, palette) {
    while (bar.children.length > run.k) bar.lastChild.remove()
    while (bar.children.length < run.k) bar.append(document.createElement("i"))
    const shares = run.part("shares", step, 1)
    rowsOf(palette).forEach((color, cluster) => {
      const { style } = bar.children[cluster]
      style.flexGrow = step ? shares[cluster] : 1
      style.background = cssColor(color)
    })
  }

  // The legend: color, number and name of each cluster.
  showNames(names, palette) {
    const items = names.map((_, cluster) => {
      const [item, swatch] = ["li", "i"].map((tag) => document.createElement(tag))
      swatch.style.background = cssColor(palette[cluster])
      item.append(swatch, named(cluster, names))
      return item
    })
    this.find(".legend").replaceChildren(...items)
  }

  leave() {
    this.scene?.free()
  }
}
