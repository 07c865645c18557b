export const NO_LABEL = 255

// One run of K-means: what pack_trace sent, unrolled so that every step can be shown at once.
export class StepRun {
  constructor({ header, arrays }, placed) {
    Object.assign(this, { header, arrays, placed })
    this.steps = arrays.wcss.length
    this.last = this.steps - 1
    this.k = arrays.palette.length / 3 / this.steps
    this.dims = arrays.centers.length / this.k / this.steps
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

  kind(step) {
    return step === 0 ? "place" : step % 2 ? "assign" : "move"
  }

  ends(step) {
    return step === this.last && this.header.converged
  }

  part(name, step, width) {
    return this.arrays[name].subarray(step * this.k * width, (step + 1) * this.k * width)
  }

  // Between the step before (0) and the step itself (1).
  between(name, step, width, along) {
    const after = this.part(name, step, width)
    if (along >= 1 || step === 0) return after
    const before = this.part(name, step - 1, width)
    return after.map((value, at) => before[at] + (value - before[at]) * along)
  }

  // What there is to say about a step, `things` being colors or customers.
  story(step, words) {
    const { wcss, changed, moved, jumped } = this.arrays
    const round = Math.ceil(step / 2)
    const named = words.grouped(changed[step])
    const spread = `WCSS ${words.short(wcss[step])} per ${words.one}.`
    if (step === 0) return `${this.k} ${this.k === 1 ? "centroid is" : "centroids are"} placed ${this.placed}.`
    if (this.ends(step))
      return `Nothing changes any more: K-means has converged after ${round} rounds. ${spread}`
    if (this.kind(step) === "move")
      return `Round ${round}, move. Every centroid goes to the mean of its ${words.things}; the furthest goes ` +
        `${words.short(moved[step], 3)}. ${spread}`
    const lost = []
    for (let cluster = 0; cluster < this.k; cluster++)
      if (jumped[step * this.k + cluster]) lost.push(cluster + 1)
    const jump = lost.length
      ? ` Centroid ${lost.join(", ")} had none left and jumps to the one that is worst off.`
      : ""
    const what = round === 1
      ? `Every one of the ${words.things} goes to its nearest centroid.`
      : `${named} ${changed[step] === 1 ? words.one : words.many} (${words.percent(changed[step])}) changed cluster.`
    const stop = step === this.last ? " Stopped here, short of convergence." : ""
    return `Round ${round}, assign. ${what}${jump} ${spread}${stop}`
  }
}
