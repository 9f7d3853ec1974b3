/** A server, a number of calls made at once, and what each client makes of them. */
import type { Contender } from "./contenders.ts"
import * as Ended from "./Ended.ts"
import * as ServerProcess from "./ServerProcess.ts"
import type { Totals } from "./servers/Server.ts"

export interface Trial {
  /** Of the server, in `servers`. */
  readonly server: string
  readonly contenders: ReadonlyArray<Contender>
  readonly calls: number
  /** From the first call to the end of the last, at best. */
  readonly optimumMillis: number
}

/** A call that takes longer counts as failed. */
export const limitMillis = 60_000

export const head = ["client", "requests", "requests / calls", "429", "failed", "makespan s", "makespan / optimum"]

/** One row of the table, against a server of its own. */
export const row = async (trial: Trial, { make, name }: Contender): Promise<ReadonlyArray<string>> => {
  using server = await ServerProcess.start<Totals>(trial.server)
  const client = make(server.url)
  // Loading code, opening a connection and obtaining a token are not what is compared.
  await client.get("/warm-up")
  const started = performance.now()
  const ended = await Promise.all(
    Array.from({ length: trial.calls }, () => Ended.of(() => client.get("/x"), limitMillis))
  )
  const makespan = performance.now() - started
  const { refused, requests } = await server.seen()
  await client.close()
  return [
    name,
    String(requests),
    (requests / trial.calls).toFixed(2),
    String(refused),
    String(ended.filter(({ as }) => as !== "passed").length),
    (makespan / 1000).toFixed(2),
    (makespan / trial.optimumMillis).toFixed(3)
  ]
}
