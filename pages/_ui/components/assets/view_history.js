// One entry of the browser's history for each view: a page, its open tabs, its photo, its lesson. Streamlit makes
// an entry of every change of the address that comes from the server, and none when the visitor opens a tab.
const PATIENCE_MS = 2000

class ViewHistory {
  push = history.pushState.bind(history)
  replace = history.replaceState.bind(history)
  // The address of the view in sight, as it should stay in its entry.
  shown = location.href
  // Between Back or Forward and the end of the run that answers: which paths were come through, and what the
  // address became. Runs for these paths still answer while the visitor is at the next entry already.
  returning = false
  answered = false
  passed = new Set()
  corrected = null

  constructor() {
    history.pushState = (_, __, url) => this.server(new URL(url, location.href))
    history.replaceState = (_, __, url) => this.visitor(new URL(url, location.href))
    // Before Streamlit hears of it.
    addEventListener("popstate", (event) => this.move(event), { capture: true })
    new MutationObserver(() => this.settle()).observe(document.body, {
      subtree: true,
      attributeFilter: ["data-test-script-state"],
    })
  }

  view(href) {
    const url = new URL(href)
    const photo = url.searchParams.has("photo") ? "" : url.searchParams.get("sample")
    return JSON.stringify([url.pathname, photo, ...this.parameters.map((key) => url.searchParams.get(key))])
  }

  isOther(href) {
    return namesPhoto(this.shown) && this.view(href) !== this.view(this.shown)
  }

  // What an interrupted run says of the address may be out of date, so a new tab or photo counts when all is done.
  server(url) {
    const isHere = url.pathname === location.pathname
    if (this.returning && isHere) this.corrected = url
    else if (isHere) this.replace({}, "", url)
    else if (!this.passed.has(url.pathname)) this.enter(url)
  }

  visitor(url) {
    if (this.returning) this.corrected = url
    else if (this.isOther(url.href)) this.enter(url)
    else this.replace({}, "", (this.shown = url.href))
  }

  enter(url) {
    this.replace({}, "", this.shown)
    this.push({}, "", url)
    this.stay()
  }

  stay() {
    this.returning = false
    this.passed.clear()
    this.corrected = null
    this.shown = location.href
  }

  move(event) {
    // The address that was opened, before the server completed it and before anything here could listen.
    if (!namesPhoto(location.href) && location.pathname === new URL(this.shown).pathname) {
      event.stopImmediatePropagation()
      this.replace({}, "", this.shown)
      history.back()
      return
    }
    if (location.href.split("#")[0] !== this.shown.split("#")[0]) {
      this.returning = true
      this.answered = false
      this.passed.add(location.pathname)
      this.corrected = null
    }
    this.shown = location.href
  }

  // A run for the entry with this path and query has begun to draw. What others said before is not about it.
  answer([, path, query]) {
    const { pathname, search } = new URL(this.shown)
    if (search.slice(1) !== query || (path && pathname.split("/").pop() !== path)) return
    if (!this.answered) this.corrected = null
    this.answered = true
    this.settle()
  }

  settle() {
    if (document.querySelector("[data-test-script-state]").dataset.testScriptState !== "notRunning") return
    clearTimeout(this.waiting)
    if (this.returning && !this.answered) {
      this.waiting = setTimeout(() => this.answer([0, "", new URL(this.shown).search.slice(1)]), PATIENCE_MS)
      return
    }
    if (this.corrected) this.replace({}, "", this.corrected)
    if (this.returning || !this.isOther(location.href)) this.stay()
    else this.enter(new URL(location.href))
  }
}

// As every address does that the server has completed.
function namesPhoto(href) {
  const { searchParams } = new URL(href)
  return searchParams.has("photo") || searchParams.has("sample")
}

export default function ({ data: [parameters, answer] }) {
  window.ksegHistory ??= new ViewHistory()
  window.ksegHistory.parameters = parameters
  window.ksegHistory.answer(answer)
}
