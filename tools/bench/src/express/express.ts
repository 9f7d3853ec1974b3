/** What bearer authentication costs an Express server: throughput and CPU time, ours and others'. */
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import * as flood from "./flood.ts"
import type { Given, Tokens } from "./Given.ts"
import { bare, guards } from "./guards/guards.ts"
import * as Server from "./Server.ts"

const median = (values: ReadonlyArray<number>): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN

const line = (cells: ReadonlyArray<string>) => console.log(`| ${cells.join(" | ")} |`)

/** Every round has all servers in turn, so that what else the machine does meets all alike. */
const measure = async (servers: ReadonlyArray<Server.Server>, rounds: number, seconds: number) => {
  const all = new Map(servers.map(({ name }): [string, Array<Server.Round>] => [name, []]))
  // The first round warms up.
  for (let n = 0; n <= rounds; n++) {
    for (const { name, round } of servers) {
      const measured = await round(seconds)
      if (n > 0) all.get(name)?.push(measured)
    }
  }
  return all
}

const report = (all: ReadonlyMap<string, ReadonlyArray<Server.Round>>) => {
  const base = all.get(bare.name) ?? []
  const head = ["guard", "requests/s", "ratio to bare", "CPU us/request", "added us"]
  line(head)
  line(head.map(() => "---"))
  for (const [name, rounds] of all) {
    const ratios = rounds.map(({ requestsPerSecond }, n) => requestsPerSecond / (base[n]?.requestsPerSecond ?? NaN))
    const added = rounds.map(({ cpuPerRequest }, n) => cpuPerRequest - (base[n]?.cpuPerRequest ?? NaN))
    line([
      name,
      median(rounds.map(({ requestsPerSecond }) => requestsPerSecond)).toFixed(0),
      median(ratios).toFixed(2),
      median(rounds.map(({ cpuPerRequest }) => cpuPerRequest)).toFixed(1),
      median(added).toFixed(1)
    ])
  }
}

export const express = async (args: ReadonlyArray<string>) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      // Seconds of it; none leaves it out.
      flood: { type: "string", default: "10" },
      only: { type: "string", multiple: true, default: [] },
      rounds: { type: "string", default: "15" },
      seconds: { type: "string", default: "1" },
      short: { type: "boolean", default: false }
    }
  })
  const [rounds, seconds] = values.short ? [1, 1] : [Number(values.rounds), Number(values.seconds)]
  const selected = guards.filter((guard) => guard === bare || values.only.every((part) => guard.name.includes(part)))
  console.log("# Bearer authentication in Express 5\n")
  console.log(`Node ${process.version}, ${availableParallelism()} CPUs, medians of ${rounds} rounds of ${seconds} s\n`)

  using upstream = Server.child(new URL("./upstream.ts", import.meta.url))
  const { given, tokens } = await upstream.next<{ readonly given: Given; readonly tokens: Tokens }>()
  {
    using servers = new DisposableStack()
    const started: Array<Server.Server> = []
    for (const guard of selected) started.push(servers.use(await Server.start(guard, given, tokens)))
    report(await measure(started, rounds, seconds))
  }
  if (Number(values.flood) > 0) await flood.report(given, tokens, Number(values.flood))
}
