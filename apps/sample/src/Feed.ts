/** Tells every page that listens what changed, by server-sent events. */
import type { Request, Response } from "express"
import type { Call, News, Parts } from "./News.ts"

export interface Feed extends Disposable {
  /** Where a part is read when it has changed. */
  readonly provide: <Name extends keyof Parts>(name: Name, read: () => Parts[Name]) => void
  readonly changed: (name: keyof Parts) => void
  readonly called: (call: Call) => void
  /** The emulator's clock was moved. */
  readonly moved: () => void
  /** Answers with the stream of events; the first has everything. */
  readonly connect: (request: Request, response: Response) => void
}

interface Options {
  /** The emulator's time. */
  readonly now: () => number
  readonly calls: () => ReadonlyArray<Call>
}

/** Milliseconds. What changes within it goes in one message, and a screen shows no more. */
const pause = 40
/** Milliseconds. A proxy closes what is silent. */
const silence = 15_000

export const make = ({ calls, now }: Options): Feed => {
  const readers = new Map<keyof Parts, () => unknown>()
  const listeners = new Set<Response>()
  const changedParts = new Set<keyof Parts>()
  const changedCalls = new Map<number, Call>()
  let flushing: NodeJS.Timeout | undefined

  const message = (names: Iterable<keyof Parts>, calls: ReadonlyArray<Call>) => {
    const parts = Object.fromEntries([...names].map((name) => [name, readers.get(name)?.()]))
    const news: News = { at: performance.timeOrigin + performance.now(), now: now(), calls, ...parts }
    return `data: ${JSON.stringify(news)}\n\n`
  }
  const flush = () => {
    flushing = undefined
    const text = message(changedParts, [...changedCalls.values()])
    changedParts.clear()
    changedCalls.clear()
    for (const response of listeners) response.write(text)
  }
  const soon = () => {
    flushing ??= setTimeout(flush, pause)
  }
  const beat = setInterval(() => listeners.forEach((response) => response.write(":\n\n")), silence)

  return {
    provide: (name, read) => void readers.set(name, read),
    changed: (name) => {
      changedParts.add(name)
      soon()
    },
    called: (call) => {
      changedCalls.set(call.id, call)
      soon()
    },
    moved: soon,
    connect: (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" })
      response.write(message(readers.keys(), calls()))
      listeners.add(response)
      response.on("close", () => listeners.delete(response))
    },
    [Symbol.dispose]: () => {
      clearInterval(beat)
      clearTimeout(flushing)
      for (const response of listeners) response.end()
    }
  }
}
