/** A server under test in a process of its own. */
import autocannon from "autocannon"
import { fork, type ForkOptions } from "node:child_process"
import { once } from "node:events"
import { awake } from "../awake.ts"
import type { Given } from "./Given.ts"
import type { Guard } from "./guards/Guard.ts"
import type { Urls } from "./Urls.ts"

export interface Round {
  readonly requestsPerSecond: number
  /** Microseconds of the server's CPU time, of all its threads. */
  readonly cpuPerRequest: number
}

export interface Server extends Disposable {
  /** So many requests with a token, to one of its routes. Fails when one of them is not answered with 200. */
  readonly round: (route: keyof Urls, requests: number, token: string) => Promise<Round>
}

/** Forks `file`; `ask` sends a message and waits for the answer. */
export const child = (file: URL, args: ReadonlyArray<string> = [], options: ForkOptions = {}) => {
  const process = fork(file, args, options)
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

export const start = async ({ name }: Guard, given: Given): Promise<Server> => {
  const server = child(new URL("./serve.ts", import.meta.url), [name])
  const urls = await server.ask<Urls>(given)
  return {
    round: async (route, amount, bearer) => {
      using _awake = awake()
      const before = await server.ask<number>("cpu")
      const result = await autocannon({
        url: urls[route],
        headers: { authorization: `Bearer ${bearer}` },
        connections: 50,
        amount,
        // How often it looks whether all were answered.
        sampleInt: 5
      })
      const cpu = await server.ask<number>("cpu") - before
      if (result.errors + result.non2xx > 0) {
        throw new Error(`${name} refused ${result.errors + result.non2xx} requests.`)
      }
      const requests = result["2xx"]
      return {
        requestsPerSecond: requests * 1000 / (result.finish.getTime() - result.start.getTime()),
        cpuPerRequest: cpu / requests
      }
    },
    [Symbol.dispose]: () => server[Symbol.dispose]()
  }
}
