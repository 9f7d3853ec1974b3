/** Horizontal bars as SVG, ours in another colour; readable on light and on dark pages. */
import type { Chart } from "./Bench.ts"
import type { Value } from "./Table.ts"

const width = 760
const labels = 330
const row = 26
const top = 40
const style =
  "text{font:13px system-ui,sans-serif;fill:#24292f}.title{font-weight:600;font-size:14px}.note{fill:#6e7781}" +
  ".bar{fill:#8c959f}.ours{fill:#0969da}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.note{fill:#8d96a0}}"

const escape = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;")

const shortened = (name: string) => name.length > 46 ? `${name.slice(0, 45)}…` : name

export const barChart = (
  { better, title, unit }: Pick<Chart, "better" | "title" | "unit">,
  values: ReadonlyArray<Value>
) => {
  const longest = Math.max(...values.map(({ value }) => value), Number.MIN_VALUE)
  const height = top + values.length * row + 8
  const bars = values.map(({ name, value }, index) => {
    const y = top + index * row
    const length = Math.max(1, value / longest * (width - labels - 90))
    const kind = name.includes("atlas-bearer") ? "bar ours" : "bar"
    return `<text x="${labels - 8}" y="${y + 17}" text-anchor="end">${escape(shortened(name))}</text>` +
      `<rect class="${kind}" x="${labels}" y="${y + 4}" width="${length.toFixed(1)}" height="${row - 8}" rx="2"/>` +
      `<text x="${(labels + length + 6).toFixed(1)}" y="${y + 17}">${value} ${unit}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">` +
    `<title>${escape(title)}</title><style>${style}</style>` +
    `<text class="title" x="8" y="20">${escape(title)}</text>` +
    `<text class="note" x="${width - 8}" y="20" text-anchor="end">${better} is better</text>${bars.join("")}</svg>\n`
}
