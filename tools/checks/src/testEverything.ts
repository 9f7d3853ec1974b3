/** `npm test`: every check in order, each by its own npm script. Stops at the first that fails and says which. */
import { spawn } from "node:child_process"
import { stripVTControlCharacters } from "node:util"
import { root } from "./repository.ts"

/** The npm script of each step, and what to do when it fails. */
const steps = {
  "format:check": "npm run format",
  "codegen:check": "npm run codegen",
  lint: "npm run lint:fix repairs part of it",
  build: "correct the types; tsc says where",
  knip: "remove what nothing uses, or say in knip.json why it stays",
  coverage: "test what the table lists as uncovered",
  unit: "npx vitest run --project unit, in the package that failed",
  integration: "npx vitest run --project integration, in the package that failed",
  "bench:check": "the table says which ratio is beyond its limit; npm run bench NAME measures it at length"
}

/** Whose tests are counted: measuring what they reach executes them once more. */
const counted = ["unit", "integration"]

const label = /^ *(Test Files|Tests) +(.*) \(\d+\)$/gm

/** Vitest's closing lines, added up over all the runs in `output`; empty when there was none. */
export const totals = (output: string) => {
  const sums = new Map<string, Map<string, number>>()
  for (const [, name = "", counts = ""] of stripVTControlCharacters(output).matchAll(label)) {
    const sum = sums.get(name) ?? new Map<string, number>()
    sums.set(name, sum)
    for (const [, count, state = ""] of counts.matchAll(/(\d+) (\w+)/g)) {
      sum.set(state, (sum.get(state) ?? 0) + Number(count))
    }
  }
  return [...sums].map(([name, sum]) => {
    const counts = [...sum].map(([state, count]) => `${count} ${state}`).join(" | ")
    return `${name.padStart(11)}  ${counts} (${[...sum.values()].reduce((a, b) => a + b, 0)})`
  }).join("\n")
}

/** Runs one npm script, passing its output on. */
const run = (script: string) =>
  new Promise<{ readonly code: number | null; readonly output: string }>((resolve, reject) => {
    // Nx would have its tasks write colors into a log file.
    const env = process.stdout.isTTY ? process.env : { ...process.env, FORCE_COLOR: "0" }
    const child = spawn("npm", ["run", "--silent", script], { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] })
    let output = ""
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk
      process.stdout.write(chunk)
    })
    child.on("error", reject).on("close", (code) => resolve({ code, output }))
  })

if (import.meta.main) {
  const started = performance.now()
  let outputs = ""
  for (const [script, advice] of Object.entries(steps)) {
    console.log(`\n> ${script}`)
    const { code, output } = await run(script)
    if (counted.includes(script)) outputs += output
    if (code !== 0) {
      console.log(`\n${totals(outputs)}\n\nFailed: npm run ${script}\nWhat to do: ${advice}`)
      process.exit(1)
    }
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`\nEvery check passed: ${Object.keys(steps).join(", ")}\n`)
  console.log(`${totals(outputs)}\n   Duration  ${seconds}s`)
}
