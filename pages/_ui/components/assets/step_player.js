import { SharedCamera } from "./camera.js"
import { onFile } from "./files.js"
import { arraysOf } from "./packed_arrays.js"
import { pictureUrl } from "./picture_url.js"
import { pageStyle } from "./page_colors.js"
import { saveFile } from "./save_file.js"
import { StepCurve } from "./step_curve.js"
import { StepRun } from "./step_run.js"
import { StepSheet } from "./step_sheet.js"
import { Stage } from "./step_stage.js"

const RUN_COLORS = ["--st-primary-color", "--st-orange-color"]
// The step that was looked at last and has not been told yet, by scene: it is there again after a visit to another
// section or page.
const seenSteps = (globalThis.ksegSteps ??= new Map())
const SPEEDS = [0.5, 1, 2, 4, 8]
const STEP_MS = 1100
const GLIDE = 0.6
const REST_MS = 600
// Played faster, the picture would flash more than three times a second if it went dark between moves.
const FASTEST_DIMMED = 4

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches

// K-means as a film: one run, or two that play together.
export default class Player {
  constructor(root) {
    this.root = root
    this.box = root.querySelector(".player")
    this.find = (selector) => root.querySelector(selector)
    this.camera = new SharedCamera()
    this.stages = [new Stage(root, this, 0), new Stage(root, this, 1)]
    this.sheet = new StepSheet(this.box, this.stages)
    this.curve = new StepCurve(this.find(".curve"), (step) => this.jump(step))
    this.runs = []
    this.step = 0
    this.told = []
    this.along = 1
    this.speed = 1
    this.listen()
  }

  listen() {
    this.find(".first").onclick = () => this.jump(0)
    this.find(".back").onclick = () => this.jump(this.step - 1)
    this.find(".play").onclick = () => (this.playing ? this.pause() : this.play())
    this.find(".next").onclick = () => this.forward()
    this.find(".last").onclick = () => this.jump(this.last)
    this.find(".seek").oninput = (event) => this.jump(Number(event.target.value))
    this.find(".speed").onclick = () => {
      this.speed = SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length]
      this.find(".speed").textContent = `${this.speed} ×`
    }
    this.find(".full").onclick = () =>
      this.box.matches(":fullscreen") ? document.exitFullscreen() : this.box.requestFullscreen()
    this.find(".still").onclick = async () =>
      saveFile(await this.sheet.picture(), `${this.data.file}-step-${this.step}.png`)
    this.find(".film").hidden = !StepSheet.filmKind
    this.find(".film").onclick = () => (this.endFilm ? this.pause() : this.film())
    this.box.onkeydown = (event) => this.key(event)
    // The theme is seen to change by the color of the text.
    this.box.addEventListener("transitionend", (event) => event.propertyName === "color" && this.draw())
    this.resize = new ResizeObserver(() => this.draw())
    for (const part of this.root.querySelectorAll(".cloud, .photo, .curve")) this.resize.observe(part)
    this.stop = onFile(() => this.load())
  }

  update(component) {
    this.component = component
    const before = this.data
    ;[this.data] = component.data
    const { runs, picks, label, scene, step } = this.data
    if (seenSteps.get(scene)?.step === step) seenSteps.delete(scene)
    this.box.classList.toggle("pair", runs.length === 2)
    this.box.classList.toggle("picks", picks)
    this.box.setAttribute("aria-label", label)
    const shown = this.names
    this.load()
    // Where a link or "Start over" leads, unlike the echo of what was told.
    const echo = this.told.includes(step)
    if (step === this.told.at(-1)) this.told = []
    if (this.names === shown && shown && before.step !== step && !echo) this.jump(step)
  }

  async load() {
    const { data } = this
    if (!data) return
    const [scene, photo] = [arraysOf(data.scene), pictureUrl(data.photo)]
    const traces = data.runs.map(({ name }) => name && arraysOf(name))
    if (!scene || (data.photo && !photo) || traces.includes(null)) return
    const names = JSON.stringify([data.scene, data.runs])
    if (names === this.names) return
    this.names = names
    if (photo && this.photo !== data.photo) {
      const picture = Object.assign(new Image(), { src: photo })
      await picture.decode()
      if (names !== this.names) return
      Object.assign(this, { photo: data.photo, picture })
    }
    const shown = this.stages.slice(0, data.runs.length)
    for (const stage of shown) {
      if (stage.name === data.scene) continue
      stage.name = data.scene
      stage.setPoints(scene, this.picture)
    }
    this.thing = scene.header.one
    this.box.classList.toggle("bare", !scene.header.map)
    this.runs = traces.flatMap((trace) => (trace ? [new StepRun(trace, scene.arrays.sizes.length)] : []))
    this.last = Math.max(0, ...this.runs.map((run) => run.last))
    this.find(".seek").max = this.last
    data.runs.forEach(({ title }, number) => (this.stages[number].find(".title").textContent = title))
    const seen = seenSteps.get(data.scene)
    this.jump(seen?.names === names ? seen.step : data.step)
    this.box.dataset.ready = names
  }

  draw() {
    if (!this.names || !this.stages[0].name) return
    this.drawStages()
    const colors = RUN_COLORS.map((name) => getComputedStyle(this.box).getPropertyValue(name))
    const colored = this.runs.map((run, number) => ({ run, color: colors[number] }))
    this.curve.draw(colored, this.step, this.thing, pageStyle(this.box))
    if (this.endFilm) this.sheet.draw()
  }

  // All that changes while a move glides.
  drawStages() {
    const { step, along, runs } = this
    const dims = !this.playing || this.speed <= FASTEST_DIMMED
    this.stages.slice(0, this.data.runs.length).forEach((stage, number) => stage.draw(runs[number], step, along, dims))
  }

  // Both clouds are seen from where either has been turned to.
  turned() {
    for (const { scene } of this.stages) scene?.draw()
  }

  say() {
    const { step, last, runs } = this
    Object.assign(this.find(".seek"), { value: step, ariaValueText: `Step ${step} of ${last}` })
    this.find(".seek").style.setProperty("--part", last ? step / last : 0)
    this.find(".count").textContent = runs.length ? `step ${step} of ${last}` : ""
    this.stages.forEach((stage, number) => {
      const run = runs[number]
      stage.find(".story").textContent = run ? run.stories[run.shownAt(step)] : number ? "" : this.data.hint
    })
    // Of the first run that has not come to its end.
    const phase = (runs.find((run) => step < run.last) ?? runs[0])?.phase(step)
    for (const item of this.root.querySelectorAll(".phases li"))
      item.classList.toggle("now", item.dataset.phase === phase)
    for (const name of ["first", "back"]) this.find(`.${name}`).disabled = !step
    for (const name of ["next", "last"]) this.find(`.${name}`).disabled = step >= last
    this.find(".play").disabled = !last
    this.box.dataset.step = step
    seenSteps.set(this.data.scene, { names: this.names, step })
    if (this.endFilm) this.sheet.draw()
    this.tellLater()
  }

  // Once the film rests, the step goes into the address.
  tellLater() {
    clearTimeout(this.telling)
    if (this.playing) return
    this.telling = setTimeout(() => {
      if (!this.runs.length || this.step === this.data.step) return
      this.told.push(this.step)
      this.component.setTriggerValue("stepped", [this.step])
    }, REST_MS)
  }

  show(step, along) {
    this.step = step
    this.along = along
    this.draw()
  }

  glide(along) {
    this.along = along
    for (const { scene } of this.stages) scene?.moving()
    this.drawStages()
    if (this.endFilm) this.sheet.draw()
  }

  jump(step) {
    this.pause()
    this.show(Math.min(Math.max(step, 0), this.last), 1)
    this.say()
  }

  forward() {
    this.pause()
    this.advance(() => {})
  }

  // One step on; a move glides. Calls `then` when the step has been seen long enough.
  advance(then) {
    if (this.step >= this.last) return
    const period = STEP_MS / this.speed
    const moves = this.runs.some((run) => this.step + 1 <= run.last && run.phase(this.step + 1) === "move")
    const glide = moves && !still() ? period * GLIDE : 0
    const start = performance.now()
    this.show(this.step + 1, glide ? 0 : 1)
    this.say()
    const frame = (now) => {
      const along = glide ? Math.min(1, Math.max(0, (now - start) / glide)) : 1
      if (this.along < 1) this.glide(along * along * (3 - 2 * along))
      if (now - start < period) this.frame = requestAnimationFrame(frame)
      else then()
    }
    this.frame = requestAnimationFrame(frame)
  }

  play() {
    if (this.step >= this.last) this.jump(0)
    this.setPlaying(true)
    const on = () => (this.step < this.last ? this.advance(on) : this.pause())
    on()
  }

  pause() {
    cancelAnimationFrame(this.frame)
    this.setPlaying(false)
    this.tellLater()
    if (this.along < 1) this.glide(1)
    if (this.endFilm) this.saveFilm()
  }

  // Plays from the start and is saved when it pauses or has come to its end.
  film() {
    this.jump(0)
    this.endFilm = this.sheet.record()
    this.find(".film").setAttribute("aria-pressed", true)
    this.play()
  }

  async saveFilm() {
    const end = this.endFilm
    this.endFilm = null
    this.find(".film").setAttribute("aria-pressed", false)
    const film = await end()
    saveFile(film, `${this.data.file}-steps.${film.type.includes("mp4") ? "mp4" : "webm"}`)
  }

  setPlaying(playing) {
    this.playing = playing
    this.box.classList.toggle("playing", playing)
    this.find(".play").setAttribute("aria-label", playing ? "Pause" : "Play")
    for (const story of this.root.querySelectorAll(".story")) story.ariaLive = playing ? "off" : "polite"
  }

  pick(point) {
    if (this.data.picks && point >= 0) this.component.setTriggerValue("picked", [point])
  }

  key(event) {
    const typed = event.composedPath()[0]
    if (event.ctrlKey || event.metaKey || event.altKey || typed.type === "range") return
    const turns = typed.classList.contains("cloud") && !this.stages[0].flat
    if (event.key === " " && typed.tagName !== "BUTTON") this.find(".play").click()
    else if (event.key === "ArrowRight" && !turns) this.forward()
    else if (event.key === "ArrowLeft" && !turns) this.jump(this.step - 1)
    else if (event.key === "Home") this.jump(0)
    else if (event.key === "End") this.jump(this.last)
    else return
    event.preventDefault()
  }

  leave() {
    this.endFilm = null
    this.pause()
    clearTimeout(this.telling)
    this.resize.disconnect()
    this.stop()
    for (const stage of this.stages) stage.leave()
  }
}
