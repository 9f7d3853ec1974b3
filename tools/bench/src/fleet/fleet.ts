/** A fleet with one service account, with Redis and without. */
import * as RedisServer from "@atlas-bearer/servers/RedisServer"
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import * as Day from "./Day.ts"
import * as Measures from "./Measures.ts"

const row = (...cells: ReadonlyArray<string | number>) => console.log(`| ${cells.join(" | ")} |`)

const failures = (failed: Day.Result["failed"]) => {
  const all = Object.values(failed).reduce((sum, times) => sum + times, 0)
  const tags = Object.entries(failed).map(([tag, times]) => `${times} ${tag}`)
  return all === 0 ? "0" : `${all} (${tags.join(", ")})`
}

export const fleet = async (args: ReadonlyArray<string>) => {
  const { values } = parseArgs({
    args: [...args],
    options: { short: { type: "boolean", default: false } },
    strict: false
  })
  const size = values.short === true
    ? { processes: 2, clients: 5, hours: 3 }
    : { processes: 20, clients: 5, hours: 24 }
  const all = size.processes * size.clients
  console.log(`\n# A fleet of ${all} clients with one service account, in ${size.processes} processes\n`)
  console.log(`Node ${process.version}, ${availableParallelism()} CPUs, ${new Date().toISOString().slice(0, 10)}\n`)
  await using redis = await RedisServer.start()
  row(
    "",
    "cold: token requests",
    "cold: 429",
    `${size.hours} h: token requests`,
    `${size.hours} h: 429`,
    "calls",
    "failed calls"
  )
  row("---", "---", "---", "---", "---", "---", "---")
  for (const [name, url] of [["with Redis", redis.url], ["without", undefined]] as const) {
    const { calls, cold, day, failed } = await Day.run(size, url)
    row(name, cold.all, cold.refused, day.all, day.refused, calls, failures(failed))
  }
  console.log("\n## What Redis costs\n")
  row("", "p50", "p99")
  row("---", "---", "---")
  row("a round trip of the store", ...await Measures.roundTrip(redis.url))
  row("until another process knows of a refusal", ...await Measures.propagation(redis.url))
  console.log(`\n${await Measures.warm(redis.url)}`)
}
