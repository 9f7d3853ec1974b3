/** What a flood of unknown tokens does to an Express server, to those who have a valid one, and to the service behind it. */
import { setTimeout as sleep } from "node:timers/promises"
import type { Flood } from "./flooder.ts"
import type { Given, Tokens } from "./Given.ts"
import { bare } from "./guards/guards.ts"
import type { Seen } from "./limiter.ts"
import * as Server from "./Server.ts"
import type { Urls } from "./Urls.ts"

const perSecond = 10_000
const questionsPerSecond = 100

const script = (name: string) => new URL(`./${name}.ts`, import.meta.url)

/** How long requests with a valid token take while `until` is pending, in milliseconds. */
const latencies = async (url: string, token: string, until: Promise<unknown>): Promise<ReadonlyArray<number>> => {
  const measured: Array<number> = []
  const over = new AbortController()
  void until.finally(() => over.abort())
  while (!over.signal.aborted) {
    const startedAt = performance.now()
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`A valid token was answered with ${response.status}.`)
    measured.push(performance.now() - startedAt)
    await sleep(10)
  }
  return measured.toSorted((a, b) => a - b)
}

const flooded = async (guard: string, given: Given, tokens: Tokens, seconds: number) => {
  using limiter = Server.child(script("limiter"))
  using server = Server.child(script("serve"), [guard])
  using flooder = Server.child(script("flooder"))
  const { emulatorUrl } = given
  const limited = await limiter.ask<string>({ emulatorUrl, perSecond: questionsPerSecond })
  const { guarded: url } = await server.ask<Urls>({ ...given, emulatorUrl: limited })
  const port = Number(new URL(url).port)
  // The valid token becomes known, and the code warm.
  await latencies(url, tokens.emulator, sleep(500))
  await flooder.ask({ port, perSecond, seconds })
  const before = {
    cpu: await server.ask<number>("cpu"),
    rss: await server.ask<number>("rss"),
    seen: await limiter.ask<Seen>("seen")
  }
  const flood = flooder.next<Flood>()
  const waits = await latencies(url, tokens.emulator, flood)
  const { answers, sent } = await flood
  const { questions, refused } = await limiter.ask<Seen>("seen")
  return {
    sent,
    answers,
    waits,
    cpu: (await server.ask<number>("cpu") - before.cpu) / 1e6,
    rss: [before.rss, await server.ask<number>("rss")].map((bytes) => (bytes / 1e6).toFixed(0)),
    questions: questions - before.seen.questions,
    refused: refused - before.seen.refused
  }
}

/** Prints a table. */
export const report = async (given: Given, tokens: Tokens, seconds: number) => {
  console.log(
    `\n## Flood\n\n${perSecond} requests a second for ${seconds} s, each with another well-formed token that nobody issued; ` +
      `the service allows ${questionsPerSecond} questions a second. Meanwhile one client has a valid token.\n`
  )
  const line = (cells: ReadonlyArray<string>) => console.log(`| ${cells.join(" | ")} |`)
  const head = [
    "guard",
    "sent/s",
    "answered/s",
    "by status",
    "CPU s/s",
    "valid: median ms",
    "99 % ms",
    "most ms",
    "questions/s",
    "refused/s",
    "RSS MB"
  ]
  line(head)
  line(head.map(() => "---"))
  for (const guard of [bare.name, "atlas-bearer, TokenVerifier, cached"]) {
    const { answers, cpu, questions, refused, rss, sent, waits } = await flooded(guard, given, tokens, seconds)
    const count = Object.values(answers).reduce((sum, n) => sum + n, 0)
    const wait = (part: number) => (waits[Math.floor((waits.length - 1) * part)] ?? NaN).toFixed(1)
    line([
      guard,
      (sent / seconds).toFixed(0),
      (count / seconds).toFixed(0),
      Object.entries(answers).map(([status, n]) => `${status}: ${n}`).join(", "),
      (cpu / seconds).toFixed(2),
      wait(0.5),
      wait(0.99),
      wait(1),
      (questions / seconds).toFixed(0),
      (refused / seconds).toFixed(0),
      rss.join(" to ")
    ])
  }
}
