/** All benches in one report, in Markdown with charts, and whether the ratios of ours are within their limits. */
import { spawn } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { availableParallelism, cpus, release, totalmem, type } from "node:os"
import * as path from "node:path"
import { barChart } from "./BarChart.ts"
import type { Bench } from "./Bench.ts"
import { benches } from "./benches.ts"
import * as Limits from "./Limits.ts"
import { valuesOf } from "./Table.ts"

const script = path.join(import.meta.dirname, "main.ts")

/** In a process of its own, so that one bench does not measure the heap of another. */
const print = ({ name }: Bench, args: ReadonlyArray<string>) =>
  new Promise<string>((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, script, name, ...args], {
      stdio: ["ignore", "pipe", "inherit"]
    })
    let markdown = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      markdown += text
    })
    child.on("error", reject).on("close", (code) => {
      console.log(`\n${markdown.trim()}`)
      if (code === 0) resolve(markdown.trim())
      else reject(new Error(`The bench ${name} failed`))
    })
  })

const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../package.json"), "utf8")
)

const machine = () => {
  const versions = Object.entries(dependencies).filter(([name]) => !/^@(types|atlas-bearer)\//.test(name))
  return [
    `- ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${type()} ${release()}`,
    `- ${availableParallelism()} cores of ${cpus()[0]?.model.trim() || "an unnamed processor"}, ${
      Math.round(totalmem() / 2 ** 30)
    } GiB`,
    `- ${versions.map(([name, version]) => `${name} ${version}`).join(", ")}`
  ].join("\n")
}

/** The bench's charts, as files in `directory` and as Markdown that shows them. */
const draw = ({ charts = [], name }: Bench, markdown: string, directory: string) =>
  charts.flatMap((chart, index) => {
    const values = valuesOf(markdown, chart)
    if (values.length < 2) return []
    const file = `${name}-${index + 1}.svg`
    writeFileSync(path.join(directory, file), barChart(chart, values))
    return [`![${chart.title}](${file})`]
  })

/** What it prints, and how that stands to its limits. A run that is disturbed gets another: a regression shows in all. */
const measure = async (bench: Bench, args: ReadonlyArray<string>) => {
  const markdown = await print(bench, args)
  let held = Limits.check(bench, markdown)
  for (let tries = 1; tries < 3 && held.some(({ isKept }) => !isKept); tries++) {
    console.log("\nBeyond a limit: once more")
    held = Limits.better(held, Limits.check(bench, await print(bench, args)))
  }
  return { bench, markdown, held }
}

/** All at length, one after the other. */
const measureAll = async () => {
  const measured: Array<Awaited<ReturnType<typeof measure>>> = []
  for (const bench of benches) measured.push(await measure(bench, []))
  return measured
}

/** What the limits need. */
const measureBriefly = async () => {
  const brief = benches.flatMap((bench) => bench.short === undefined ? [] : [{ bench, args: bench.short }])
  const idle = brief.filter(({ bench }) => bench.isIdle).map(({ args, bench }) => measure(bench, args))
  const measured: Array<Awaited<ReturnType<typeof measure>>> = []
  for (const { args, bench } of brief) if (!bench.isIdle) measured.push(await measure(bench, args))
  return [...await Promise.all(idle), ...measured]
}

/** Writes the report into `directory`, and says whether all limits are kept. */
export const report = async (directory: string, isShort: boolean): Promise<boolean> => {
  const measured = await (isShort ? measureBriefly() : measureAll())
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const limits = `## What CI holds\n\n${Limits.table(measured.flatMap(({ held }) => held))}`
  const head = `# Bench${
    isShort ? ", the short form" : ""
  }\n\nMade by \`npm run bench\`. Machines differ: compare ratios.`
  const sections = measured.map(({ bench, markdown }) =>
    // The bench's title becomes a section of the report.
    [markdown.replace(/^(#+) /gm, "#$1 "), ...draw(bench, markdown, directory)].join("\n\n")
  )
  writeFileSync(path.join(directory, "README.md"), `${[head, machine(), limits, ...sections].join("\n\n")}\n`)
  console.log(`\n${limits}\n\nThe report is in ${path.relative(process.cwd(), directory)}/README.md`)
  return measured.every(({ held }) => held.every(({ isKept }) => isKept))
}
