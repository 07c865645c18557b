const lastPlace = (globalThis.ksegCamera ??= {})
const NORMAL = 1
const HIDDEN = 0
const CALM = globalThis.matchMedia("(prefers-reduced-motion: reduce)")
const MOVE_MS = 380
const TURN_MS = 24000
const FIT_MARGIN = 58
const SLOW_FRAME_MS = 30
const SETTLE_MS = 200

// A cloud of points in a box with axes, drawn with WebGL2 on a canvas that fills `stage` (an element that can be
// focused). Throws if WebGL2 is missing. `onPick({point} | {mark} | null)`, `onHover` the same with x and y.
class CloudScene {
  constructor(stage, { onPick = () => {}, onHover = () => {}, onMove = () => {} } = {}) {
    this.stage = stage
    this.onMove = onMove
    this.canvas = document.createElement("canvas")
    this.gl = this.canvas.getContext("webgl2", { antialias: false })
    if (!this.gl) throw new Error("WebGL2 is missing")
    this.over = document.createElement("canvas")
    for (const canvas of [this.canvas, this.over]) {
      canvas.style.cssText = "position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none"
    }
    stage.prepend(this.canvas, this.over)
    this.camera = new CloudCamera()
    Object.assign(this.camera, lastPlace.place)
    this.hands = new CameraHands(stage, this.camera, {
      moved: () => this.moved(),
      clicked: (x, y) => onPick(this.find(x, y)),
      home: () => this.view("home"),
      hovered: (x, y) => onHover(x === null ? null : this.find(x, y), x, y),
    })
    Object.assign(this, { movedAt: -Infinity, drawnAt: 0, meanFrame: 16, slow: false })
    this.positions = new Float32Array(0)
    this.marks = []
    this.lines = {}
    this.start()
    this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault())
    this.canvas.addEventListener("webglcontextrestored", () => this.restart())
    this.watch = new ResizeObserver(() => this.draw())
    this.watch.observe(stage)
  }

  start() {
    const { gl } = this
    this.pointSet = new Drawing(gl, POINT_VERTEX, POINT_FRAGMENT)
    this.markSet = new Drawing(gl, POINT_VERTEX, MARK_FRAGMENT)
    this.lineSets = {}
    this.smooth = null
  }

  restart() {
    this.start()
    const { positions, sizes, colors, states, lines, frame, marks } = this
    if (frame) this.setFrame(frame)
    if (sizes) this.setPoints({ positions, sizes })
    if (colors) this.setColors(colors)
    if (states) this.setStates(states)
    this.setMarks(marks)
    Object.entries(lines).forEach(([name, line]) => this.setLines(name, ...line))
  }

  // axes: three of {title, low, high}; up: the axis that points up; proportions: how long each is drawn.
  // outline: lines through points in axis units, each {points: Float32Array, colors: Uint8Array or nothing}.
  setFrame(frame) {
    const order = [0, 1, 2].filter((axis) => axis !== frame.up).concat(frame.up)
    const norm = Math.hypot(...frame.proportions)
    this.half = order.map((axis) => frame.proportions[axis] / norm)
    this.frame = { ...frame, order }
    const flat = []
    const paint = []
    for (const { points, colors } of frame.outline ?? []) {
      for (let at = 0; at + 5 < points.length; at += 3) {
        flat.push(...points.slice(at, at + 6))
        for (const step of [0, 3])
          paint.push(...(colors ? [...colors.slice(at + step, at + step + 3), 255] : [128, 128, 128, 200]))
      }
    }
    this.setLines("outline", new Float32Array(flat), new Uint8Array(paint), 1.5)
    this.setBox()
    this.draw()
  }

  setBox() {
    const { axes } = this.frame
    const ends = []
    for (let axis = 0; axis < 3; axis++) {
      for (let corner = 0; corner < 4; corner++) {
        const bits = [corner & 1, corner >> 1]
        const spot = (end) => axes.map(({ low, high }, number) => {
          const bit = number === axis ? end : bits[number > axis ? number - 1 : number]
          return bit ? high : low
        })
        ends.push(...spot(0), ...spot(1))
      }
    }
    const faint = new Uint8Array(12 * 8).fill(128).map((value, at) => (at % 4 === 3 ? 90 : value))
    this.setLines("box", new Float32Array(ends), faint, 1)
  }

  // From axis units to the sphere of radius 1.
  placed(values) {
    const { axes, order } = this.frame
    const placed = new Float32Array(values.length)
    for (let place = 0; place < 3; place++) {
      const { low, high } = axes[order[place]]
      const scale = (2 * this.half[place]) / (high - low)
      for (let at = 0; at < values.length; at += 3)
        placed[at + place] = (values[at + order[place]] - low) * scale - this.half[place]
    }
    return placed
  }

  // positions: three for each point, in axis units; sizes: radii in pixels where the cloud is seen as a whole.
  setPoints({ positions, sizes }) {
    Object.assign(this, { positions, sizes, spots: this.placed(positions) })
    this.pointSet.fill("position", this.spots, 3)
    this.pointSet.fill("size", sizes, 1)
    if (this.colors?.length !== positions.length) this.setColors(new Uint8Array(positions.length).fill(128))
    if (this.states?.length !== sizes.length) this.setStates(new Float32Array(sizes.length).fill(NORMAL))
    this.draw()
  }

  // Three bytes for each point.
  setColors(colors) {
    this.colors = colors
    this.pointSet.fill("color", colors, 3)
    this.draw()
  }

  // For each point: 0 hidden, 1 as it is, 2 dimmed, 3 in the light.
  setStates(states) {
    this.states = Float32Array.from(states)
    this.pointSet.fill("state", this.states, 1)
    this.draw()
  }

  // Spheres, seen through everything: {position in axis units, color [r, g, b], label, radius in pixels, faint}.
  setMarks(marks) {
    this.marks = marks
    this.draw()
  }

  // Lines from point to point: six numbers each in axis units, eight bytes each (RGBA at both ends).
  setLines(name, ends, colors, width) {
    this.lines[name] = [ends, colors, width]
    const set = (this.lineSets[name] ??= new Drawing(this.gl, LINE_VERTEX, LINE_FRAGMENT, { instanced: true }))
    const spots = this.placed(ends)
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
    this.draw()
  }

  // "home", "gray" (along the line of grays, from white to black) or 0, 1, 2: along an axis.
  view(name) {
    const cube = this.frame.gray === "diagonal"
    const gray = { yaw: Math.PI / 4, pitch: cube ? Math.atan(Math.SQRT1_2) : Math.PI / 2 }
    const place = this.frame.order.indexOf(name)
    const along = [{ yaw: 0, pitch: 0 }, { yaw: -Math.PI / 2, pitch: 0 }, { yaw: -Math.PI / 2, pitch: Math.PI / 2 }]
    this.glide(this.fitted({ ...HOME, ...(name === "gray" ? gray : along[place]) }))
  }

  // "Near": the same direction, the points as large as the stage holds them.
  near() {
    const { spots, states } = this
    const shown = [...states.keys()].filter((point) => states[point] !== HIDDEN)
    if (shown.length) this.glide(this.fitted(this.camera.place, shown.map((at) => spots.subarray(3 * at, 3 * at + 3))))
  }

  corners() {
    return [...Array(8).keys()].map((bits) => this.half.map((half, axis) => ((bits >> axis) & 1 ? half : -half)))
  }

  // The same direction, so near and so placed that these spots, or the box, fill the stage.
  fitted(place, spots = this.corners()) {
    const { clientWidth: width, clientHeight: height } = this.stage
    const before = this.camera.place
    Object.assign(this.camera, place, { zoom: 1, x: 0, y: 0 })
    Object.assign(this, { size: { width, height }, matrix: this.camera.matrix(width / height) })
    const seen = spots.map((spot) => this.project(spot))
    Object.assign(this.camera, before)
    const range = (values) => values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
    const [left, right] = range(seen.map(({ x }) => x))
    const [top, bottom] = range(seen.map(({ y }) => y))
    const margin = Math.min(FIT_MARGIN, 0.11 * width)
    const most = Math.min(
      (width - 2 * margin) / Math.max(1, right - left),
      (height - 2 * FIT_MARGIN) / Math.max(1, bottom - top),
    )
    const zoom = Math.min(most, ZOOM_MOST)
    const away = (low, high, room) => ((room - low - high) * zoom) / height
    return { ...place, zoom, x: away(left, right, width), y: -away(top, bottom, height) }
  }

  glide(goal) {
    const from = this.camera.place
    const turn = Math.atan2(Math.sin(goal.yaw - from.yaw), Math.cos(goal.yaw - from.yaw))
    const whole = { ...goal, yaw: from.yaw + turn }
    const begun = performance.now()
    const step = (now) => {
      if (this.gliding !== begun) return
      const part = CALM.matches ? 1 : bounded((now - begun) / MOVE_MS, 0, 1)
      const eased = part * part * (3 - 2 * part)
      for (const name of Object.keys(from)) this.camera[name] = from[name] + (whole[name] - from[name]) * eased
      this.moved(begun)
      if (part < 1) requestAnimationFrame(step)
    }
    this.gliding = begun
    step(begun)
  }

  rotate(on) {
    cancelAnimationFrame(this.turning)
    this.turning = 0
    if (!on) return
    let last = performance.now()
    const step = (now) => {
      if (!this.hands.pointers.size) this.camera.turn((-2 * Math.PI * Math.min(100, now - last)) / TURN_MS, 0)
      last = now
      this.movedAt = now
      this.draw()
      this.turning = requestAnimationFrame(step)
    }
    this.turning = requestAnimationFrame(step)
  }

  moved(gliding = 0) {
    this.gliding = gliding
    this.movedAt = performance.now()
    lastPlace.place = this.camera.place
    this.onMove()
    this.draw()
  }

  draw() {
    this.drawing ??= requestAnimationFrame((now) => {
      this.drawing = null
      this.pace(now)
      this.paint()
    })
  }

  // Where frames come slowly, moving is drawn without smooth edges.
  pace(now) {
    const spent = now - this.drawnAt
    this.drawnAt = now
    if (now - this.movedAt > SETTLE_MS || spent > 4 * SETTLE_MS) return
    this.meanFrame += 0.3 * (spent - this.meanFrame)
    this.slow ||= this.meanFrame > SLOW_FRAME_MS
  }

  get style() {
    const computed = getComputedStyle(this.stage)
    const property = (name, other) => computed.getPropertyValue(name).trim() || other
    const ink = computed.color
    return {
      ink,
      soft: `color-mix(in srgb, ${ink} 78%, transparent)`,
      line: property("--st-border-color", "#888"),
      ground: property("--st-background-color", "#fff"),
      font: property("--st-font", "sans-serif"),
    }
  }

  paint() {
    const { gl, canvas, over } = this
    const { clientWidth: width, clientHeight: height } = this.stage
    if (!width || !height || !this.frame) return
    if (!lastPlace.place) Object.assign(this.camera, (lastPlace.place = this.fitted(HOME)))
    const rough = this.slow && this.drawnAt - this.movedAt < SETTLE_MS
    const ratio = Math.min(rough ? 1 : 2, globalThis.devicePixelRatio || 1)
    for (const one of [canvas, over]) {
      const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) }
      if (one.width !== size.width || one.height !== size.height) Object.assign(one, size)
    }
    this.size = { width, height }
    this.matrix = this.camera.matrix(width / height)
    const style = this.style
    const scale = REACH * this.camera.zoom * (Math.min(width, height) / 560) * ratio
    const common = { matrix: this.matrix, scale, ink: this.tone(style.ink), ground: this.tone(style.ground) }
    gl.bindFramebuffer(gl.FRAMEBUFFER, rough ? null : this.smoothTarget())
    gl.viewport(0, 0, canvas.width, canvas.height)
    gl.clearColor(...common.ground, 1)
    gl.colorMask(true, true, true, true)
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
    gl.colorMask(true, true, true, false)
    gl.enable(gl.DEPTH_TEST)
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA)
    gl.disable(gl.SAMPLE_ALPHA_TO_COVERAGE)
    for (const [name, set] of Object.entries(this.lineSets))
      set.draw({ matrix: this.matrix, screen: [canvas.width, canvas.height], width: this.lines[name][2] * ratio })
    gl.disable(gl.BLEND)
    gl.enable(gl.SAMPLE_ALPHA_TO_COVERAGE)
    this.pointSet.draw({ ...common, least: rough ? 0.5 : 0.05 })
    gl.disable(gl.SAMPLE_ALPHA_TO_COVERAGE)
    gl.disable(gl.DEPTH_TEST)
    gl.enable(gl.BLEND)
    this.paintMarks(common)
    if (!rough) this.resolve()
    this.paintOver(style, ratio)
    this.stage.dataset.camera = JSON.stringify(this.camera.place)
    clearTimeout(this.settling)
    if (rough) this.settling = setTimeout(() => this.draw(), SETTLE_MS)
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

  // Any color of a style sheet as three numbers from 0 to 1.
  tone(color) {
    this.tones ??= new Map()
    if (!this.tones.has(color)) {
      const probe = document.createElement("canvas").getContext("2d")
      probe.fillStyle = color
      probe.fillRect(0, 0, 1, 1)
      this.tones.set(color, [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((value) => value / 255))
    }
    return this.tones.get(color)
  }

  paintMarks(common) {
    const spots = this.placed(this.marks.flatMap(({ position }) => [...position]))
    this.seenMarks = this.marks.map((mark, number) => ({
      ...mark,
      number,
      ...this.project(spots.subarray(3 * number, 3 * number + 3)),
    }))
    const far = [...this.seenMarks].sort((one, other) => other.depth - one.depth)
    const { markSet } = this
    markSet.fill("position", new Float32Array(far.flatMap(({ number }) => [...spots.subarray(3 * number, 3 * number + 3)])), 3)
    markSet.fill("color", new Uint8Array(far.flatMap(({ color }) => color)), 3)
    // Marks keep their size on the screen: what the shader divides by is multiplied in.
    const scale = common.scale
    const ratio = this.canvas.width / this.size.width
    markSet.fill("size", new Float32Array(far.map(({ radius, depth }) => (radius * ratio * depth) / scale)), 1)
    markSet.fill("state", new Float32Array(far.map(() => NORMAL)), 1)
    if (far.length) markSet.draw(common)
  }

  paintOver(style, ratio) {
    const context = this.over.getContext("2d")
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, this.size.width, this.size.height)
    context.textAlign = "center"
    context.textBaseline = "middle"
    context.lineJoin = "round"
    const { frame, half } = this
    const { eye } = this.camera.axes()
    const project = (spot) => this.project(spot)
    drawAxes(context, { frame, half, project, eye, middle: project([0, 0, 0]), room: this.size.width, style })
    drawNames(context, this.seenMarks, this.size.width, style)
  }

  project(spot) {
    const m = this.matrix
    const row = (at) => m[at] * spot[0] + m[at + 4] * spot[1] + m[at + 8] * spot[2] + m[at + 12]
    const depth = row(3)
    const { width, height } = this.size
    return { x: ((row(0) / depth + 1) / 2) * width, y: ((1 - row(1) / depth) / 2) * height, depth }
  }

  // Where a point is on the stage.
  spotOf(point) {
    return this.project(this.spots.subarray(3 * point, 3 * point + 3))
  }

  // The mark or the nearest point under a place on the stage.
  find(x, y) {
    if (!this.matrix) return null
    const near = (this.seenMarks ?? []).filter((mark) => Math.hypot(mark.x - x, mark.y - y) <= mark.radius + 3)
    if (near.length) return { mark: near.reduce((one, other) => (other.depth < one.depth ? other : one)).number }
    const m = this.matrix
    const { width, height } = this.size
    const scale = REACH * this.camera.zoom * (Math.min(width, height) / 560)
    let [best, least] = [-1, Infinity]
    const { spots, sizes, states } = this
    for (let point = 0; point < sizes.length; point++) {
      if (states[point] === HIDDEN) continue
      const [a, b, c] = [spots[3 * point], spots[3 * point + 1], spots[3 * point + 2]]
      const depth = m[3] * a + m[7] * b + m[11] * c + m[15]
      const across = (((m[0] * a + m[4] * b + m[8] * c + m[12]) / depth + 1) / 2) * width - x
      const down = ((1 - (m[1] * a + m[5] * b + m[9] * c + m[13]) / depth) / 2) * height - y
      const reach = Math.max((sizes[point] * scale) / depth, 1) + 2
      const from = across * across + down * down
      if (from > reach * reach) continue
      // In front counts; beside the middle of a point, less.
      const rank = depth + (from / (reach * reach)) * 0.05 + (states[point] === 2 ? 10 : 0)
      if (rank < least) [best, least] = [point, rank]
    }
    return best < 0 ? null : { point: best }
  }

  // The cloud as a PNG on the color of the page.
  toPng() {
    this.movedAt = -Infinity
    this.paint()
    const sheet = document.createElement("canvas")
    Object.assign(sheet, { width: this.canvas.width, height: this.canvas.height })
    const context = sheet.getContext("2d")
    context.drawImage(this.canvas, 0, 0)
    context.drawImage(this.over, 0, 0)
    return new Promise((resolve) => sheet.toBlob(resolve, "image/png"))
  }

  free() {
    this.rotate(false)
    this.watch.disconnect()
    cancelAnimationFrame(this.drawing)
    clearTimeout(this.settling)
    this.gl.getExtension("WEBGL_lose_context")?.loseContext()
  }
}
