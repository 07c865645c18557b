// A share as kseg_core.wording.percent writes it.
export const percent = (share) => {
  if (share > 0 && share < 0.001) return "< 0.1 %"
  if (share > 0.999 && share < 1) return "> 99.9 %"
  return `${(100 * share).toFixed(1)} %`
}
