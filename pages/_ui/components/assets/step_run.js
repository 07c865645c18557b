const NO_LABEL = 255

const linesOf = (text) => new TextDecoder().decode(text).split("\n")

// One run of K-means: what kseg_core.steps.packed_steps.pack_trace made, unrolled so that every step can be shown at
// once. `points`: how many there are.
export class StepRun {
  constructor({ header, arrays }, points) {
    this.phases = header.phases
    this.arrays = arrays
    this.steps = arrays.wcss.length
    this.last = this.steps - 1
    this.k = arrays.palette.length / 3 / this.steps
    this.stories = linesOf(arrays.stories)
    // Of the clusters at each step, where they have names.
    this.names = arrays.names && linesOf(arrays.names).map((line) => line.split("\t"))
    this.unroll(points)
  }

  unroll(points) {
    const { counts, rows, labels } = this.arrays
    let [place, current] = [0, new Uint8Array(points).fill(NO_LABEL)]
    this.labels = []
    this.changed = []
    for (const count of counts) {
      this.changed.push(rows.subarray(place, place + count))
      if (count) {
        current = current.slice()
        for (let at = place; at < place + count; at++) current[rows[at]] = labels[at]
        place += count
      }
      this.labels.push(current)
    }
  }

  // The step of this run that is shown when another one has come to `step`.
  shownAt(step) {
    return Math.min(step, this.last)
  }

  phase(step) {
    return this.phases[this.shownAt(step)]
  }

  // The numbers of a step, `width` for each cluster.
  part(name, step, width = 3) {
    return this.arrays[name].subarray(step * this.k * width, (step + 1) * this.k * width)
  }

  // Between the step before (0) and the step itself (1).
  between(name, step, along) {
    const after = this.part(name, step)
    if (along >= 1 || step === 0) return after
    const before = this.part(name, step - 1)
    return after.map((value, at) => before[at] + (value - before[at]) * along)
  }

  // Where the centroids were at the start and after each move before a step, the places of that step last.
  trail(step, centers) {
    const stops = []
    for (let past = 0; past < step; past++)
      if (past === 0 || this.phases[past] === "move") stops.push(this.part("centers", past))
    return [...stops, centers]
  }
}
