import { pageStyle } from "./page_colors.js"

const RATIO = 2
const PADDING = 14
const LINE_HEIGHT = 20
const FILM_RATE = 30
const FILM_KINDS = ["video/webm;codecs=vp9", "video/webm", "video/mp4"]
const LAST_MS = 1500

const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

// What the player shows, without its buttons, on one canvas: a step as a picture, or all of them as a film.
export class StepSheet {
  constructor(box, stages) {
    Object.assign(this, { box, stages, canvas: document.createElement("canvas") })
  }

  static get filmKind() {
    return globalThis.MediaRecorder && FILM_KINDS.find((kind) => MediaRecorder.isTypeSupported(kind))
  }

  // Of an even number of pixels both ways, as films need.
  measure() {
    this.frame = this.box.querySelector(".stages").getBoundingClientRect()
    const pixels = (length) => 2 * Math.round((RATIO * (length + 2 * PADDING)) / 2)
    Object.assign(this.canvas, { width: pixels(this.frame.width), height: pixels(this.frame.height) })
  }

  draw({ smooth = false } = {}) {
    const { box, canvas, frame } = this
    const context = canvas.getContext("2d")
    const style = pageStyle(box)
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.fillStyle = style.ground
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.setTransform(RATIO, 0, 0, RATIO, RATIO * (PADDING - frame.left), RATIO * (PADDING - frame.top))
    // A canvas of WebGL can be read only right after it has been painted.
    for (const { scene } of this.stages) scene?.paint({ smooth })
    for (const part of box.querySelectorAll(".stages canvas")) {
      const { left, top, width, height } = part.getBoundingClientRect()
      if (width && height && part.width && part.height) context.drawImage(part, left, top, width, height)
    }
    for (const part of box.querySelectorAll(".shares i")) {
      const { left, top, width, height } = part.getBoundingClientRect()
      context.fillStyle = part.style.background
      context.fillRect(left, top, width, height)
    }
    context.fillStyle = style.ink
    context.textBaseline = "top"
    for (const line of box.querySelectorAll(".line")) this.write(context, line, style.font)
  }

  // The name of a run and its sentence, in lines as wide as its column.
  write(context, line, font) {
    const { left, top, width } = line.getBoundingClientRect()
    const [title, story] = [".title", ".story"].map((name) => line.querySelector(name).textContent)
    let [x, y] = [left, top]
    for (const [words, weight] of [[title, 600], [story, 400]]) {
      context.font = `${weight} 14px ${font}`
      for (const word of words.split(" ").filter(Boolean)) {
        const across = context.measureText(`${word} `).width
        if (x + across > left + width) [x, y] = [left, y + LINE_HEIGHT]
        context.fillText(word, x, y)
        x += across
      }
      x += 6
    }
  }

  picture() {
    this.measure()
    this.draw({ smooth: true })
    return new Promise((resolve) => this.canvas.toBlob(resolve, "image/png"))
  }

  // Begins to record what `draw` draws; the function that it returns ends that and gives the film.
  record() {
    this.measure()
    this.draw()
    const recorder = new MediaRecorder(this.canvas.captureStream(FILM_RATE), { mimeType: StepSheet.filmKind })
    const pieces = []
    recorder.ondataavailable = ({ data }) => pieces.push(data)
    recorder.start()
    return async () => {
      // The last step stays in sight: a film ends with its last frame.
      this.draw()
      await after(LAST_MS)
      this.draw()
      await after(100)
      await new Promise((resolve) => {
        recorder.onstop = resolve
        recorder.stop()
      })
      return new Blob(pieces, { type: recorder.mimeType })
    }
  }
}
