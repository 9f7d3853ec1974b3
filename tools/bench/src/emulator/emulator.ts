/** Tokens a second at the token endpoint: our emulator, oauth2-mock-server, and as little as `node:http` can do. */
import autocannon from "autocannon"
import { availableParallelism } from "node:os"
import { parseArgs } from "node:util"
import { amount } from "../amount.ts"
import { awake } from "../awake.ts"
import { child } from "../express/Server.ts"
import { median } from "../median.ts"
import { ownCore } from "../ownCore.ts"
import { bare, servers } from "./servers.ts"
import { credentials, type TokenServer } from "./TokenServer.ts"

interface Round {
  readonly requestsPerSecond: number
  /** Microseconds of the server's CPU time, of all its threads. */
  readonly cpuPerRequest: number
}

/** Seconds, or a number of requests. */
type Load = { readonly duration: number } | { readonly amount: number }

const headers = {
  authorization: `Basic ${btoa(`${credentials.clientId}:${credentials.clientSecret}`)}`,
  "content-type": "application/x-www-form-urlencoded"
}

const start = async ({ name }: TokenServer, core: ReturnType<typeof ownCore>) => {
  const server = child(new URL("./serve.ts", import.meta.url), [name], core)
  const url = await server.next<string>()
  return {
    name,
    round: async (load: Load): Promise<Round> => {
      using _awake = awake()
      const before = await server.ask<number>("cpu")
      const body = "grant_type=client_credentials"
      const result = await autocannon({ url, method: "POST", headers, body, connections: 20, ...load })
      const cpu = await server.ask<number>("cpu") - before
      const refused = result.errors + result.non2xx
      if (refused > 0) throw new Error(`${name} refused ${refused} requests.`)
      return { requestsPerSecond: result["2xx"] / result.duration, cpuPerRequest: cpu / result["2xx"] }
    },
    [Symbol.dispose]: () => server[Symbol.dispose]()
  }
}

const line = (cells: ReadonlyArray<string>) => console.log(`| ${cells.join(" | ")} |`)

export const emulator = async (args: ReadonlyArray<string>) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true, default: [] },
      rounds: { type: "string", default: "9" },
      seconds: { type: "string", default: "1" },
      short: { type: "boolean", default: false }
    }
  })
  const [rounds, seconds, warmUp] = values.short
    ? [1, 1, 1_000]
    : [amount("rounds", values.rounds), amount("seconds", values.seconds), 10_000]
  console.log("# The token endpoint\n")
  const core = ownCore()
  const cores = core === undefined
    ? `all on ${availableParallelism()} CPUs`
    : "each server on one CPU, its client on another"
  console.log(`Node ${process.version}, ${cores}, medians of ${rounds} rounds of ${seconds} s\n`)
  using stack = new DisposableStack()
  const started = []
  for (
    const server of servers.filter((each) => each === bare || values.only.every((part) => each.name.includes(part)))
  ) {
    started.push(stack.use(await start(server, core)))
  }
  const all = new Map(started.map(({ name }): [string, Array<Round>] => [name, []]))
  // The same number for all: what is not compiled yet takes twice its time, and a slow server would be further from it.
  for (const { round } of started) await round({ amount: warmUp })
  // In turn, so that what else the machine does meets all alike.
  for (let n = 0; n < rounds; n++) {
    for (const { name, round } of started) all.get(name)?.push(await round({ duration: seconds }))
  }
  const base = median(all.get(bare.name)?.map(({ requestsPerSecond }) => requestsPerSecond) ?? [])
  line(["server", "tokens/s", "ratio to node:http", "CPU us/token"])
  line(["---", "---", "---", "---"])
  for (const [name, measured] of all) {
    const tokens = median(measured.map(({ requestsPerSecond }) => requestsPerSecond))
    const cpu = median(measured.map(({ cpuPerRequest }) => cpuPerRequest))
    line([name, tokens.toFixed(0), (tokens / base).toFixed(2), cpu.toFixed(1)])
  }
}
