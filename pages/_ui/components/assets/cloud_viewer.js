const pictures = (globalThis.ksegPictures ??= new Map())
const arrays = (globalThis.ksegArrays ??= new Map())
const MARK_RADIUS = 13
const PIN_RADIUS = 11
const MEMBER_ALPHA = 46
const WORDS_HEIGHT = 170
const HINT = "Click a point, a sphere or the picture."
const HINT_WITHOUT_SPHERES = "Click a point or the picture."
const HINT_WITHOUT_CLOUD = "Click the picture."
const WITHOUT =
  "This browser cannot draw in three dimensions: WebGL 2 is missing or turned off. The flat projections below show the same colors."

class CloudViewer {
  constructor(root) {
    this.root = root
    this.find = (selector) => root.querySelector(selector)
    this.viewer = this.find(".viewer")
    this.stage = this.find(".stage")
    this.canvas = this.find(".picture canvas")
    this.picture = new PointPicture(this.canvas)
    this.chosen = null
    this.plain = false
    this.shown = {}
    this.names = {}
    this.photos = {}
    try {
      this.scene = new CloudScene(this.stage, {
        onPick: (hit) => this.pickInCloud(hit),
        onHover: (hit, x, y) => this.hover(hit, x, y),
        onMove: () => this.tip(null),
      })
    } catch {
      this.withoutScene()
    }
    this.listen()
  }

  withoutScene() {
    const sentence = document.createElement("div")
    sentence.className = "missing"
    sentence.textContent = WITHOUT
    this.stage.append(sentence)
    this.stage.tabIndex = -1
    this.find(".wait").hidden = true
    this.find(".cloud .tools").hidden = true
    this.viewer.classList.add("flat")
  }

  listen() {
    const { scene } = this
    const frame = this.find(".picture")
    this.arrived = () => this.load()
    for (const event of ["kseg-arrays", "kseg-picture"]) globalThis.addEventListener(event, this.arrived)
    this.watch = new ResizeObserver(() => {
      this.makeRoom()
      this.paintPicture()
    })
    this.watch.observe(this.find(".side"))
    this.watch.observe(frame)
    frame.onclick = (event) => {
      const { left, top, width, height } = frame.getBoundingClientRect()
      this.pickInPicture((event.clientX - left) / width, (event.clientY - top) / height)
    }
    frame.onkeydown = (event) => this.pictureKey(event)
    this.find(".plain").onclick = () => this.showPlain(true)
    this.find(".painted").onclick = () => this.showPlain(false)
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
    this.find(".picture").style.setProperty("--aspect", data.width / data.height)
    this.find(".picture").setAttribute("aria-label", "The picture. Arrows move the cross, Enter chooses its pixel.")
    const keys = "Arrows turn, plus and minus zoom, 0 goes back to the first view."
    this.stage.setAttribute("aria-label", `${data.alt} ${keys}`)
    if (!this.scene && component.data && !this.told) {
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
    this.loadPhoto()
    const names = this.data.pieces
    const entries = Object.fromEntries(Object.keys(names).map((piece) => [piece, arrays.get(names[piece])]))
    if (Object.values(entries).some((entry) => !entry?.arrays)) return
    const { shown, scene } = this
    this.points = once(entries.points, readPoints)
    this.shape = once(entries.shape, readShape)
    this.clusters = once(entries.clusters, readClusters)
    this.selected = entries.selection?.arrays.lit ?? null
    const newPoints = shown.points !== names.points
    const newShape = shown.shape !== names.shape || shown.outline !== this.data.outline
    if (newPoints) this.picture.setMap(this.points)
    if (newPoints && this.chosen?.kind === "point") this.chosen = null
    if (this.chosen?.kind === "cluster" && this.chosen.cluster >= this.clusters.hexes.length) this.chosen = null
    if (scene && newShape) {
      const { frame } = this.shape
      scene.setFrame(this.data.outline ? frame : { ...frame, outline: [] })
      this.drawViews(frame)
    }
    if (scene && (newPoints || newShape || shown.size !== this.data.size)) {
      const { size } = this.data
      scene.setPoints({ positions: this.shape.positions, sizes: this.points.radii.map((radius) => radius * size) })
    }
    this.shown = { ...names, outline: this.data.outline, size: this.data.size }
    this.find(".wait").hidden = true
    this.dress()
  }

  loadPhoto() {
    for (const part of ["photo", "painted"]) {
      const name = this.data[part]
      if (this.names[part] === name || (name && !pictures.has(name))) continue
      this.names[part] = name
      this.photos[part] = null
      if (!name) continue
      const picture = new Image()
      picture.src = pictures.get(name).url
      picture.decode().then(() => {
        if (this.names[part] !== name) return
        this.photos[part] = picture
        this.paintPicture()
      })
    }
  }

  // Colors, light, spheres, lines, legend and words: everything that depends on clusters and on what is chosen.
  dress() {
    if (!this.clusters) return
    const { scene, data, points, clusters, chosen, hidden } = this
    this.colors = paintPoints(data.paint, points, clusters)
    this.lit = this.litPoints()
    if (scene) {
      scene.setColors(this.colors)
      scene.setStates(this.states())
      scene.setMarks(this.marks())
      this.drawMembers()
    }
    const heated = data.paint === "distance"
    this.find(".heat").hidden = !heated || !scene
    if (heated) this.drawHeat()
    this.find(".side .tools").hidden = data.paint === "own"
    this.find(".legend").hidden = !data.legend
    drawLegend(this.find(".legend"), clusters, {
      chosen: chosen?.kind === "cluster" ? chosen.cluster : null,
      hidden,
      light: (cluster) => this.choose(chosen?.cluster === cluster ? null : { kind: "cluster", cluster }),
      hide: (cluster) => this.hide(cluster),
    })
    const hint = data.centroids ? HINT : HINT_WITHOUT_SPHERES
    drawFacts(this.find(".said"), this.facts(), scene ? hint : HINT_WITHOUT_CLOUD)
    this.makeRoom()
    this.paintPicture()
  }

  litPoints() {
    const { chosen, points, clusters, selected, hidden } = this
    if (chosen?.kind === "point") return Uint8Array.from({ length: points.count }, (_, at) => at === chosen.point)
    if (chosen?.kind === "cluster") return clusters.labels.map((label) => label === chosen.cluster)
    if (selected) return selected
    return hidden.size ? clusters.labels.map((label) => !hidden.has(label)) : null
  }

  states() {
    const { points, clusters, hidden, selected, chosen } = this
    const group = chosen?.kind === "cluster" ? this.lit : selected
    return Float32Array.from({ length: points.count }, (_, point) => {
      if (hidden.has(clusters.labels[point])) return 0
      return !group ? 1 : group[point] ? 1 : 2
    })
  }

  marks() {
    const { clusters, data, hidden, chosen, shape, points } = this
    const marks = clusters.hexes.map((hex, cluster) => ({
      cluster,
      position: clusters.centers.subarray(3 * cluster, 3 * cluster + 3),
      color: [...clusters.palette.subarray(3 * cluster, 3 * cluster + 3)],
      label: `${hex}  ${percent(clusters.shares[cluster])}`,
      radius: MARK_RADIUS,
      faint: chosen?.kind === "cluster" && chosen.cluster !== cluster,
    }))
    const shown = data.centroids ? marks.filter(({ cluster }) => !hidden.has(cluster)) : []
    const point = this.chosenPoint()
    if (point >= 0) {
      const label = this.pixelHex() ?? this.hexOf(point)
      shown.push({
        position: shape.positions.subarray(3 * point, 3 * point + 3),
        color: [1, 3, 5].map((at) => parseInt(label.slice(at, at + 2), 16)),
        label,
        radius: PIN_RADIUS,
      })
    }
    this.shownMarks = shown
    return shown
  }

  chosenPoint() {
    if (this.chosen?.kind === "point") return this.chosen.point
    return this.chosen?.kind === "pixel" ? this.picture.at(this.chosen.x, this.chosen.y) : -1
  }

  drawMembers() {
    const { data, points, clusters, shape, hidden, scene } = this
    const key = data.members && [this.shown.points, this.shown.shape, this.shown.clusters, [...hidden]].join()
    if (key === this.members) return
    this.members = key
    const drawn = data.members ? [...Array(points.count).keys()].filter((at) => !hidden.has(clusters.labels[at])) : []
    const [ends, colors] = [new Float32Array(6 * drawn.length), new Uint8Array(8 * drawn.length)]
    drawn.forEach((point, line) => {
      const cluster = 3 * clusters.labels[point]
      ends.set(shape.positions.subarray(3 * point, 3 * point + 3), 6 * line)
      ends.set(clusters.centers.subarray(cluster, cluster + 3), 6 * line + 3)
      for (const end of [0, 4]) {
        colors.set(clusters.palette.subarray(cluster, cluster + 3), 8 * line + end)
        colors[8 * line + end + 3] = MEMBER_ALPHA
      }
    })
    scene.setLines("members", ends, colors, 1)
  }

  drawHeat() {
    const { space, farthest } = this.clusters
    this.find(".heat .name").textContent = `Distance to the centroid, ${space}`
    this.find(".heat .bar").style.background = `linear-gradient(90deg, ${HEAT.map((color) => `rgb(${color})`)})`
    const ends = ["0", farthest.toFixed(farthest < 10 ? 1 : 0)].map((text) => {
      const end = document.createElement("span")
      end.textContent = text
      return end
    })
    this.find(".heat .ends").replaceChildren(...ends)
  }

  drawViews(frame) {
    const views = [["Start", "home", "Back to the first view"]]
    frame.axes.forEach(({ title }, axis) => views.push([title, axis, `Look along ${title}`]))
    views.push(["Gray", "gray", "Look along the line of grays, so that colors spread around it"])
    views.push(["Fit", "near", "Come so near that the points fill the view"])
    this.find(".views").replaceChildren(
      ...views.map(([label, name, title]) => {
        const view = button("view", title)
        Object.assign(view, { textContent: label, title, onclick: () => (name === "near" ? this.scene.near() : this.scene.view(name)) })
        return view
      }),
    )
  }

  paintPicture() {
    if (!this.points) return
    const { data, chosen, plain } = this
    const { photo, painted } = this.photos
    const asPhoto = plain || data.paint === "own"
    this.picture.setPhoto(asPhoto ? photo : painted)
    const colors = asPhoto || painted ? null : this.colors
    const ground = (this.scene?.style.ground && this.scene.tone(this.scene.style.ground)) ?? [0, 0, 0]
    this.picture.paint({ colors, lit: this.lit, ground: ground.map((value) => Math.round(255 * value)) })
    this.find(".plain").setAttribute("aria-pressed", plain)
    this.find(".painted").setAttribute("aria-pressed", !plain)
    const cross = this.find(".cross")
    cross.hidden = chosen?.kind !== "pixel"
    if (!cross.hidden) cross.style.cssText = `left: ${100 * chosen.x}%; top: ${100 * chosen.y}%`
  }

  showPlain(plain) {
    this.plain = plain
    this.paintPicture()
  }

  pickInCloud(hit) {
    if (!hit) return this.choose(null)
    if (hit.point !== undefined) return this.choose({ kind: "point", point: hit.point })
    const mark = this.shownMarks[hit.mark]
    if (mark.cluster !== undefined) this.choose({ kind: "cluster", cluster: mark.cluster })
  }

  pickInPicture(x, y) {
    const { width, height } = this.data
    const pixel = [Math.min(width - 1, Math.floor(x * width)), Math.min(height - 1, Math.floor(y * height))]
    this.chosen = { kind: "pixel", x, y }
    this.component.setTriggerValue("picked", pixel)
    this.dress()
  }

  choose(chosen) {
    const tellsOfPixel = this.data.pixel !== null
    this.chosen = chosen
    this.dress()
    if (tellsOfPixel) this.component.setTriggerValue("picked", [])
  }

  hide(cluster) {
    if (!this.hidden.delete(cluster)) this.hidden.add(cluster)
    this.component.setTriggerValue("hidden", [...this.hidden])
    this.dress()
  }

  facts() {
    const { chosen, points, clusters, shape, data } = this
    if (!chosen) return null
    if (chosen.kind === "cluster") {
      const members = clusters.labels.reduce((sum, label) => sum + (label === chosen.cluster), 0)
      return [
        ["Cluster", clusters.hexes[chosen.cluster], clusters.hexes[chosen.cluster]],
        ["Share", percent(clusters.shares[chosen.cluster])],
        ["Points", members.toLocaleString("en")],
      ]
    }
    if (chosen.kind === "pixel") {
      const asked = chosen.pixel?.facts
      return asked ? asked.map(([name, value]) => [name, value, value.match(/#[0-9a-f]{6}/)?.[0]]) : [["Pixel", "…"]]
    }
    const { point } = chosen
    const hex = this.hexOf(point)
    const { axes } = shape.frame
    const place = [...shape.positions.subarray(3 * point, 3 * point + 3)]
    const values = place.map((value, axis) => `${axes[axis].title} ${value.toFixed(axes[axis].high > 200 ? 0 : 1)}`)
    return [
      ["Point", hex, hex],
      ["Pixels", `${points.counts[point].toLocaleString("en")} (${percent(points.counts[point] / points.total)})`],
      ["Place", values.join(", ")],
      ["Cluster", clusters.hexes[clusters.labels[point]], clusters.hexes[clusters.labels[point]]],
    ]
  }

  // Of the chosen pixel, which is not quite that of its cell.
  pixelHex() {
    const color = this.chosen.pixel?.facts.find(([name]) => name === "Color")?.[1]
    return color?.startsWith("#") ? color : null
  }

  hexOf(point) {
    const bytes = [...this.points.colors.subarray(3 * point, 3 * point + 3)]
    return `#${bytes.map((value) => value.toString(16).padStart(2, "0")).join("")}`
  }

  hover(hit, x, y) {
    this.stage.classList.toggle("over", Boolean(hit))
    if (!hit) return this.tip(null)
    const { points, clusters } = this
    if (hit.point !== undefined) {
      const count = points.counts[hit.point]
      const hex = this.hexOf(hit.point)
      return this.tip(x, y, hex, `${hex} · ${count.toLocaleString("en")} pixel${count === 1 ? "" : "s"}`)
    }
    const { cluster } = this.shownMarks[hit.mark]
    if (cluster === undefined) return this.tip(null)
    this.tip(x, y, clusters.hexes[cluster], `Centroid ${clusters.hexes[cluster]} · ${percent(clusters.shares[cluster])}`)
  }

  tip(x, y, color, text) {
    const tip = this.find(".tip")
    tip.hidden = x === null
    if (tip.hidden) return
    const swatch = document.createElement("i")
    swatch.style.background = color
    tip.replaceChildren(swatch, text)
    const left = Math.min(x + 14, this.stage.clientWidth - tip.offsetWidth - 6)
    tip.style.transform = `translate(${Math.max(4, left)}px, ${y > 60 ? y - 40 : y + 18}px)`
  }

  pictureKey(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    const { x, y } = this.chosen?.kind === "pixel" ? this.chosen : { x: 0.5, y: 0.5 }
    if (step) {
      const stride = event.shiftKey ? 0.05 : 0.01
      this.chosen = { kind: "pixel", x: bounded(x + step[0] * stride, 0, 0.999), y: bounded(y + step[1] * stride, 0, 0.999) }
      this.dress()
    } else if (event.key === "Enter") this.pickInPicture(x, y)
    else return
    event.preventDefault()
  }

  fill() {
    if (this.root.ownerDocument.fullscreenElement) return this.root.ownerDocument.exitFullscreen()
    if (this.viewer.requestFullscreen) return this.viewer.requestFullscreen()
    this.viewer.classList.toggle("filled")
  }

  async save() {
    const link = document.createElement("a")
    link.href = URL.createObjectURL(await this.scene.toPng())
    link.download = this.data.file
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10000)
  }

  leave() {
    this.watch.disconnect()
    for (const event of ["kseg-arrays", "kseg-picture"]) globalThis.removeEventListener(event, this.arrived)
    this.scene?.free()
  }
}

export default CloudViewer
