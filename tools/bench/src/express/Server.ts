/** A server under test in a process of its own. */
import autocannon from "autocannon"
import { fork } from "node:child_process"
import { once } from "node:events"
import type { Given, Tokens } from "./Given.ts"
import type { Guard } from "./guards/Guard.ts"

export interface Round {
  readonly requestsPerSecond: number
  /** Microseconds of the server's CPU time, of all its threads. */
  readonly cpuPerRequest: number
}

export interface Server extends Disposable {
  readonly name: string
  /** Fails when one request is not answered with 200. */
  readonly round: (seconds: number) => Promise<Round>
}

/** Forks `file`; `ask` sends a message and waits for the answer. */
export const child = (file: URL, args: ReadonlyArray<string> = []) => {
  const process = fork(file, args)
  const ended = once(process, "exit").then(() => Promise.reject(new Error(`${file.pathname} ${args.join(" ")} ended.`)))
  // It is meant to end when nobody waits for it any longer.
  ended.catch(() => undefined)
  const next = async <A>(): Promise<A> => {
    const [message] = await Promise.race([once(process, "message"), ended])
    return message
  }
  return {
    next,
    ask: <A>(message: object | string): Promise<A> => {
      process.send(message)
      return next()
    },
    [Symbol.dispose]: () => void process.kill()
  }
}

export const start = async ({ name, token }: Guard, given: Given, tokens: Tokens): Promise<Server> => {
  const server = child(new URL("./serve.ts", import.meta.url), [name])
  const url = await server.ask<string>(given)
  const headers = { authorization: `Bearer ${tokens[token]}` }
  return {
    name,
    round: async (seconds) => {
      const before = await server.ask<number>("cpu")
      const result = await autocannon({ url, headers, connections: 50, duration: seconds })
      const cpu = await server.ask<number>("cpu") - before
      if (result.errors + result.non2xx > 0) {
        throw new Error(`${name} refused ${result.errors + result.non2xx} requests.`)
      }
      const requests = result["2xx"]
      return { requestsPerSecond: requests / result.duration, cpuPerRequest: cpu / requests }
    },
    [Symbol.dispose]: () => server[Symbol.dispose]()
  }
}
