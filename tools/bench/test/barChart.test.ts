import { assert, it } from "vitest"
import { barChart } from "../src/BarChart.ts"

it("draws a bar for each value, to scale, and shows names as text", () => {
  const svg = barChart({ title: "Time & space", unit: "us", better: "less" }, [
    { name: "<other>", value: 200 },
    { name: "atlas-bearer", value: 50 }
  ])
  const widths = [...svg.matchAll(/<rect class="(.*?)".*? width="([\d.]+)"/g)].map((
    [, kind, width]
  ) => [kind, Number(width)])
  assert.deepStrictEqual(widths, [["bar", 340], ["bar ours", 85]])
  assert.include(svg, "&lt;other>")
  assert.include(svg, "Time &amp; space")
  assert.include(svg, "less is better")
})
