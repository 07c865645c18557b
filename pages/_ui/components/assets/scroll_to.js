export default function ({ data: [key] }) {
  document.querySelector(`.st-key-${key}`)?.scrollIntoView({ block: "start" })
}
