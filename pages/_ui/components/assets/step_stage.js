import { fitted, HOME } from "./camera.js"
import { CameraHands } from "./camera_hands.js"
import { PointPicture } from "./point_picture.js"
import { css, StepPlot } from "./step_plot.js"

// One of the places where a run is shown: its name, its cloud, its picture, its shares, its sentence.
export class Stage {
  constructor(root, player, number) {
    this.find = (selector) => root.querySelector(`.run-${number} ${selector}`)
    this.player = player
    this.cloud = this.find(".cloud")
    this.plot = new StepPlot(this.cloud, player.camera)
    this.picture = new PointPicture(this.find(".photo"))
    this.find(".photo").onclick = (event) => {
      const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
      player.pick(this.picture.at((event.clientX - left) / width, (event.clientY - top) / height))
    }
  }

  // By hand a cloud is turned; a plane is only clicked.
  listen(dims) {
    const { player, plot, cloud } = this
    if (this.dims === dims) return
    this.dims = dims
    const clicked = (x, y) => player.pick(plot.at(x, y))
    if (dims === 2) cloud.onclick = ({ offsetX, offsetY }) => clicked(offsetX, offsetY)
    else {
      const moved = () => player.turned()
      const home = () => {
        Object.assign(player.camera, fitted(HOME, plot.corners(), this.size))
        moved()
      }
      this.hands = new CameraHands(cloud, player.camera, { moved, clicked, hovered: () => {}, home })
    }
  }

  get size() {
    return { width: this.cloud.clientWidth, height: this.cloud.clientHeight }
  }

  // The camera's first place is that in which the box fills this stage.
  settle() {
    const { player, plot, size } = this
    if (plot.dims === 3 && size.width && size.height) player.camera.settle(HOME, plot.corners(), size)
  }

  setScene(scene, photo) {
    this.plot.setScene(scene)
    this.listen(this.plot.dims)
    this.hasPicture = !!scene.header.map
    if (!this.hasPicture) return
    const [height, width] = scene.header.map
    this.picture.setPhoto(photo)
    const { map, strays, cells } = scene.arrays
    this.picture.setMap({ map, strays, cells, mapWidth: width, mapHeight: height })
    this.find(".photo").style.setProperty("--aspect", width / height)
    this.points = new Uint8Array(3 * scene.arrays.sizes.length)
  }

  draw(run, step, along, style) {
    this.plot.font = style.font
    if (!run) {
      this.plot.draw({ ...style, labels: null, palette: null, centers: null, lit: null })
      if (this.hasPicture) this.picture.paint({ ground: style.dim })
      this.find(".shares").replaceChildren()
      return
    }
    const at = Math.min(step, run.last)
    const moves = at === step ? along : 1
    const labels = run.labels[at]
    const palette = run.between("palette", at, 3, moves)
    const centers = run.between("centers", at, run.dims, moves)
    const dims = style.dims && run.kind(at) === "assign" && at > 1 && !run.ends(at)
    const lit = dims ? this.light(run.changed[at]) : null
    const trail = [run.part("centers", 0, run.dims)]
    for (let past = 2; past < at; past += 2) trail.push(run.part("centers", past, run.dims))
    trail.push(centers)
    this.plot.draw({ ...style, labels, palette, centers, trail, lit })
    if (this.hasPicture) this.paint(labels, palette, lit, at, style)
    this.showShares(run, at, palette)
  }

  light(rows) {
    const lit = new Uint8Array(this.plot.count)
    for (const row of rows) lit[row] = 1
    return lit
  }

  paint(labels, palette, lit, step, style) {
    const { points } = this
    if (!step) return this.picture.paint({ lit, ground: style.dim })
    for (let point = 0; point < labels.length; point++)
      for (let channel = 0; channel < 3; channel++)
        points[3 * point + channel] = palette[3 * labels[point] + channel]
    this.picture.paint({ colors: points, lit, ground: style.dim })
  }

  showShares(run, step, palette) {
    const bar = this.find(".shares")
    while (bar.children.length > run.k) bar.lastChild.remove()
    while (bar.children.length < run.k) bar.append(document.createElement("i"))
    const shares = run.part("shares", step, 1)
    for (let cluster = 0; cluster < run.k; cluster++) {
      const { style } = bar.children[cluster]
      style.flexGrow = step ? shares[cluster] : 1
      style.background = css(palette, cluster)
    }
  }
}
