// A finger that rests on a picture of a comparison shows the photo in its place until it is lifted.
const HOLD_MS = 180
const STEADY_PX = 10
const holds = ({ left, right, top, bottom }, x, y) => x >= left && x <= right && y >= top && y <= bottom

export const showPhotoWhileHeld = (chart) => {
  let begin
  let start
  let shown
  const end = () => {
    clearTimeout(begin)
    if (shown) shown.picture.setAttribute("href", shown.source)
    shown = null
  }
  const show = ({ clientX, clientY }) => {
    const photo = chart.querySelector(".subplot.xy image")
    const under = (image) => holds(image.getBoundingClientRect(), clientX, clientY)
    const picture = [...chart.querySelectorAll("image")].find(under)
    if (!photo || !picture || picture === photo) return
    shown = { picture, source: picture.getAttribute("href") }
    picture.setAttribute("href", photo.getAttribute("href"))
  }
  chart.addEventListener("pointerdown", (event) => {
    end()
    if (event.pointerType !== "touch" || !event.isPrimary) return
    start = event
    begin = setTimeout(show, HOLD_MS, event)
  })
  chart.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (start && Math.hypot(clientX - start.clientX, clientY - start.clientY) > STEADY_PX) end()
  })
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) chart.addEventListener(name, end)
  chart.addEventListener("contextmenu", (event) => shown && event.preventDefault())
}
