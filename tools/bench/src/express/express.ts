/** What bearer authentication costs an Express server: throughput and CPU time, ours and others'. */
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import * as flood from "./flood.ts"
import type { Given, Tokens } from "./Given.ts"
import type { Guard } from "./guards/Guard.ts"
import { bare, guards } from "./guards/guards.ts"
import * as Server from "./Server.ts"

/** A round of a guard's server, and of the bare one right before or after it. */
interface Pair {
  readonly guarded: Server.Round
  readonly bare: Server.Round
}

const line = (cells: ReadonlyArray<string>) => console.log(`| ${cells.join(" | ")} |`)

const quantile = (values: ReadonlyArray<number>, part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? NaN

const median = (values: ReadonlyArray<number>) => quantile(values, 0.5)

// Before some 20,000 requests not all code is compiled for good, and a guard adds thrice as much.
const warmUps = 15

/**
 * A machine with other work changes its speed from one second to the next, by more than a guard takes. So a round is a fraction of
 * a second, and is compared with one of a bare server next to it, which gets the same requests: a longer token is more to read.
 */
const compare = async (guard: Guard, rounds: number, requests: number, given: Given, tokens: Tokens) => {
  const [one, other] = await Promise.all([Server.start(bare, given), Server.start(guard, given)])
  using base = one
  using server = other
  const send = ({ round }: Server.Server) => round(requests, tokens[guard.token])
  await Promise.all([base, server].map(({ round }) => round(requests * warmUps, tokens[guard.token])))
  const pairs: Array<Pair> = []
  for (let n = 0; n < rounds; n++) {
    // Who comes second finds the caches as the other left them.
    const first = n % 2 === 0 ? await send(base) : undefined
    const guarded = await send(server)
    pairs.push({ guarded, bare: first ?? await send(base) })
  }
  return pairs
}

const report = (all: ReadonlyMap<string, ReadonlyArray<Pair>>) => {
  const head = [
    "guard",
    "requests/s",
    "ratio to bare",
    "CPU us/request",
    "CPU to bare",
    "added us",
    "middle half of the rounds"
  ]
  line(head)
  line(head.map(() => "---"))
  for (const [name, pairs] of all) {
    const ratio = (key: keyof Server.Round) => median(pairs.map(({ bare, guarded }) => guarded[key] / bare[key]))
    const added = pairs.map(({ bare, guarded }) => guarded.cpuPerRequest - bare.cpuPerRequest)
    line([
      name,
      median(pairs.map(({ guarded }) => guarded.requestsPerSecond)).toFixed(0),
      ratio("requestsPerSecond").toFixed(2),
      median(pairs.map(({ guarded }) => guarded.cpuPerRequest)).toFixed(1),
      ratio("cpuPerRequest").toFixed(2),
      median(added).toFixed(1),
      `${quantile(added, 0.25).toFixed(1)} to ${quantile(added, 0.75).toFixed(1)}`
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
      processes: { type: "string", default: "3" },
      requests: { type: "string", default: "2000" },
      rounds: { type: "string", default: "7" },
      short: { type: "boolean", default: false }
    }
  })
  const [processes = 1, rounds = 1, requests = 1] = values.short
    ? [1, 1, 200]
    : [values.processes, values.rounds, values.requests].map(Number)
  const selected = guards.filter((guard) => guard === bare || values.only.every((part) => guard.name.includes(part)))
  console.log("# Bearer authentication in Express 5\n")
  console.log(
    `Node ${process.version}, ${availableParallelism()} CPUs, medians of ${processes} times ${rounds} rounds of ${requests} requests\n`
  )

  using upstream = Server.child(new URL("./upstream.ts", import.meta.url))
  const { given, tokens } = await upstream.next<{ readonly given: Given; readonly tokens: Tokens }>()
  const all = new Map(selected.map(({ name }): [string, Array<Pair>] => [name, []]))
  for (let n = 0; n < processes; n++) {
    for (const guard of selected) all.get(guard.name)?.push(...await compare(guard, rounds, requests, given, tokens))
  }
  report(all)
  if (Number(values.flood) > 0) await flood.report(given, tokens, Number(values.flood))
}
