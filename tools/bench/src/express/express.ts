/** What bearer authentication costs an Express server: throughput and CPU time, ours and others'. */
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { amount } from "../amount.ts"
import { inTurn } from "../inTurn.ts"
import { mean } from "../mean.ts"
import { median } from "../median.ts"
import * as flood from "./flood.ts"
import type { Given, Tokens } from "./Given.ts"
import type { Guard } from "./guards/Guard.ts"
import { bare, guards } from "./guards/guards.ts"
import * as Server from "./Server.ts"
import type { Urls } from "./Urls.ts"

/** A round through a guard, and one right before or after it where nobody stands. */
type Pair = Record<keyof Urls, Server.Round>

const line = (cells: ReadonlyArray<string>) => console.log(`| ${cells.join(" | ")} |`)

// Before some 20,000 requests not all code is compiled for good, and a guard adds thrice as much.
const warmUps = 10

/**
 * A machine with other work changes its speed from one second to the next, by more than a guard takes. So a round is a fraction of
 * a second, and is compared with one next to it of the same process, whose memory and compiled code are the same: two processes
 * differ by several microseconds for these alone. All guards take turns, so that what lasts for minutes meets each of them.
 */
const compare = async (
  guards: ReadonlyArray<Guard>,
  rounds: number,
  requests: number,
  given: Given,
  tokens: Tokens
) => {
  using stack = new DisposableStack()
  const servers = await Promise.all(
    guards.map(async (guard) => ({ guard, ...stack.use(await Server.start(guard, given)) }))
  )
  const pair = async ({ guard, round }: (typeof servers)[number], n: number): Promise<Pair> => {
    const send = (route: keyof Urls) => round(route, requests, tokens[guard.token])
    const [guarded, open] = await inTurn(n, () => send("guarded"), () => send("open"))
    return { guarded, open }
  }
  const pairs = servers.map(() => Array<Pair>())
  for (let n = -warmUps; n < rounds; n++) {
    for (const [index, server] of servers.entries()) {
      const measured = await pair(server, n)
      if (n >= 0) pairs[index]?.push(measured)
    }
  }
  return pairs
}

/** `all` has the pairs of each process by the guard's name. */
const report = (all: ReadonlyMap<string, ReadonlyArray<ReadonlyArray<Pair>>>) => {
  const head = ["guard", "requests/s", "ratio to open", "CPU us/request", "CPU to open", "added us", "least", "most"]
  line(head)
  line(head.map(() => "---"))
  for (const [name, processes] of all) {
    const medians = (of: (pair: Pair) => number) => processes.map((pairs) => median(pairs.map(of)))
    const ratio = (key: keyof Server.Round) => mean(medians(({ guarded, open }) => guarded[key] / open[key]))
    const added = medians(({ guarded, open }) => guarded.cpuPerRequest - open.cpuPerRequest)
    line([
      name,
      mean(medians(({ guarded }) => guarded.requestsPerSecond)).toFixed(0),
      ratio("requestsPerSecond").toFixed(2),
      mean(medians(({ guarded }) => guarded.cpuPerRequest)).toFixed(1),
      ratio("cpuPerRequest").toFixed(2),
      ...[mean(added), Math.min(...added), Math.max(...added)].map((micros) => micros.toFixed(1))
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
      // Two of the same code differ by some microseconds, as the memory happens to lie.
      processes: { type: "string", default: "5" },
      requests: { type: "string", default: "2000" },
      rounds: { type: "string", default: "9" },
      short: { type: "boolean", default: false }
    }
  })
  const [processes = 1, rounds = 1, requests = 1] = values.short
    ? [1, 1, 200]
    : (["processes", "rounds", "requests"] as const).map((option) => amount(option, values[option]))
  const floodSeconds = amount("flood", values.flood, 0)
  const selected = guards.filter((guard) => guard === bare || values.only.every((part) => guard.name.includes(part)))
  console.log("# Bearer authentication in Express 5\n")
  console.log(
    `Node ${process.version}, ${availableParallelism()} CPUs, means of ${processes} processes, of each the median of ${rounds} rounds of ${requests} requests; ` +
      `open is the same route of the same process without the guard\n`
  )

  using upstream = Server.child(new URL("./upstream.ts", import.meta.url))
  const { given, tokens } = await upstream.next<{ readonly given: Given; readonly tokens: Tokens }>()
  const all = new Map(selected.map(({ name }): [string, Array<ReadonlyArray<Pair>>] => [name, []]))
  for (let n = 0; n < processes; n++) {
    const pairs = await compare(selected, rounds, requests, given, tokens)
    for (const [index, { name }] of selected.entries()) all.get(name)?.push(pairs[index] ?? [])
  }
  report(all)
  if (floodSeconds > 0) await flood.report(given, tokens, floodSeconds)
}
