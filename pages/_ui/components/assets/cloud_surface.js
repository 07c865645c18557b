import { AREA_VERTEX, Drawing, LINE_FRAGMENT, LINE_VERTEX, MARK_FRAGMENT, POINT_FRAGMENT, POINT_VERTEX } from "./cloud_shaders.js"

export const HIDDEN = 0
export const NORMAL = 1
export const DIMMED = 2
export const FADED = 3
const WIDTHS = { position: 3, color: 3, size: 1, state: 1 }

// Points, lines between them and spheres over both, drawn with WebGL2. Throws if that is missing.
export class CloudSurface {
  constructor(canvas, { restored }) {
    this.canvas = canvas
    this.gl = canvas.getContext("webgl2", { antialias: false })
    if (!this.gl) throw new Error("WebGL2 is missing")
    this.held = { points: {}, lines: {}, areas: null }
    this.start()
    canvas.addEventListener("webglcontextlost", (event) => event.preventDefault())
    canvas.addEventListener("webglcontextrestored", () => {
      this.start()
      restored()
    })
  }

  // Also what was there when the browser took everything away.
  start() {
    const { gl, held } = this
    this.points = new Drawing(gl, POINT_VERTEX, POINT_FRAGMENT)
    this.marks = new Drawing(gl, POINT_VERTEX, MARK_FRAGMENT)
    this.areas = new Drawing(gl, AREA_VERTEX, LINE_FRAGMENT, { mode: gl.TRIANGLES })
    this.lines = {}
    this.smooth = null
    this.setPoints(held.points)
    for (const [name, line] of Object.entries(held.lines)) this.setLines(name, ...line)
    if (held.areas) this.setAreas(...held.areas)
  }

  // position, color, size and state, or some of them: so many numbers for each point as WIDTHS says.
  setPoints(parts) {
    Object.assign(this.held.points, parts)
    for (const [name, values] of Object.entries(parts)) this.points.fill(name, values, WIDTHS[name])
  }

  // corners: three numbers for each corner of each triangle, under everything else; colors: four bytes (RGBA) for each.
  setAreas(corners, colors) {
    this.held.areas = [corners, colors]
    this.areas.fill("position", corners, 3)
    this.areas.fill("color", colors, 4)
  }

  // spots: six numbers for each line; colors: eight bytes (RGBA at both ends); width in pixels of the page. `over`: seen
  // through the points.
  setLines(name, spots, colors, width, { over = false } = {}) {
    this.held.lines[name] = [spots, colors, width, { over }]
    const set = (this.lines[name] ??= new Drawing(this.gl, LINE_VERTEX, LINE_FRAGMENT, { instanced: true }))
    const [begin, end] = [new Float32Array(spots.length / 2), new Float32Array(spots.length / 2)]
    const [beginColor, endColor] = [new Uint8Array(colors.length / 2), new Uint8Array(colors.length / 2)]
    for (let line = 0; line < spots.length / 6; line++) {
      begin.set(spots.subarray(6 * line, 6 * line + 3), 3 * line)
      end.set(spots.subarray(6 * line + 3, 6 * line + 6), 3 * line)
      beginColor.set(colors.subarray(8 * line, 8 * line + 4), 4 * line)
      endColor.set(colors.subarray(8 * line + 4, 8 * line + 8), 4 * line)
    }
    set.fill("begin", begin, 3)
    set.fill("end", end, 3)
    set.fill("beginColor", beginColor, 4)
    set.fill("endColor", endColor, 4)
  }

  // marks: {spot, color, radius in pixels of the page, depth}, the farthest first. `rough` is quicker, its edges are not
  // smooth. `ratio`: pixels of the canvas to one of the page.
  paint({ matrix, scale, ink, ground, ratio, rough, marks }) {
    const { gl, canvas } = this
    const common = { matrix, scale: scale * ratio, ink, ground }
    gl.bindFramebuffer(gl.FRAMEBUFFER, rough ? null : this.smoothTarget())
    gl.viewport(0, 0, canvas.width, canvas.height)
    gl.clearColor(...ground, 1)
    gl.colorMask(true, true, true, true)
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
    gl.colorMask(true, true, true, false)
    gl.enable(gl.DEPTH_TEST)
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA)
    gl.disable(gl.SAMPLE_ALPHA_TO_COVERAGE)
    gl.depthMask(false)
    this.areas.draw({ matrix })
    gl.depthMask(true)
    this.paintLines(matrix, ratio, false)
    gl.disable(gl.BLEND)
    gl.enable(gl.SAMPLE_ALPHA_TO_COVERAGE)
    this.points.draw({ ...common, least: rough ? 0.5 : 0.05 })
    gl.disable(gl.SAMPLE_ALPHA_TO_COVERAGE)
    gl.disable(gl.DEPTH_TEST)
    gl.enable(gl.BLEND)
    this.paintLines(matrix, ratio, true)
    if (marks.length) this.paintMarks(marks, ratio, common)
    if (!rough) this.resolve()
  }

  paintLines(matrix, ratio, over) {
    const screen = [this.canvas.width, this.canvas.height]
    for (const [name, set] of Object.entries(this.lines)) {
      const [, , width, { over: isOver }] = this.held.lines[name]
      if (isOver === over) set.draw({ matrix, screen, width: width * ratio })
    }
  }

  paintMarks(marks, ratio, common) {
    const { marks: set } = this
    set.fill("position", Float32Array.from(marks.flatMap(({ spot }) => [...spot])), 3)
    set.fill("color", Uint8Array.from(marks.flatMap(({ color }) => [...color])), 3)
    // Marks keep their size on the screen: what the shader divides by is multiplied in.
    set.fill("size", Float32Array.from(marks, ({ radius, depth }) => (radius * ratio * depth) / common.scale), 1)
    set.fill("state", new Float32Array(marks.length).fill(NORMAL), 1)
    set.draw(common)
  }

  // A framebuffer with four samples a pixel, as large as the canvas.
  smoothTarget() {
    const { gl } = this
    const { width, height } = this.canvas
    if (this.smooth?.width !== width || this.smooth.height !== height) {
      const { frame, color, depth } = this.smooth ?? {
        frame: gl.createFramebuffer(), color: gl.createRenderbuffer(), depth: gl.createRenderbuffer(),
      }
      gl.bindFramebuffer(gl.FRAMEBUFFER, frame)
      for (const [buffer, format, place] of [
        [color, gl.RGBA8, gl.COLOR_ATTACHMENT0],
        [depth, gl.DEPTH_COMPONENT24, gl.DEPTH_ATTACHMENT],
      ]) {
        gl.bindRenderbuffer(gl.RENDERBUFFER, buffer)
        gl.renderbufferStorageMultisample(gl.RENDERBUFFER, 4, format, width, height)
        gl.framebufferRenderbuffer(gl.FRAMEBUFFER, place, gl.RENDERBUFFER, buffer)
      }
      this.smooth = { frame, color, depth, width, height }
    }
    return this.smooth.frame
  }

  resolve() {
    const { gl } = this
    const box = [0, 0, this.canvas.width, this.canvas.height]
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, this.smooth.frame)
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null)
    gl.blitFramebuffer(...box, ...box, gl.COLOR_BUFFER_BIT, gl.NEAREST)
  }

  free() {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext()
  }
}
