/** Every HTTP call of this server, as it goes on. */
import type { ReplyHeaders, TokenSource } from "@atlas-bearer/core/TokenSource"
import { AsyncLocalStorage } from "node:async_hooks"
import type { Call, Phase, Span, Who } from "./News.ts"

interface About {
  readonly who: Who
  readonly method: string
  readonly path: string
}

/** A call that is on its way. */
export interface Lane {
  /** Ends the stretch before. */
  readonly begin: (phase: Phase) => void
  readonly replied: (status: number) => void
  /** No reply came, and why. */
  readonly lost: (cause: string) => void
  readonly end: () => void
}

export interface Calls {
  readonly open: (about: About) => Lane
  /** Runs a call by axios. What a traced token source does for it is noted; `replied` hears each reply's status. */
  readonly follow: <A>(about: About, run: () => Promise<A>, replied?: (status: number) => void) => Promise<A>
  /** The same token source, which says when a request waits, is sent, and is answered. */
  readonly traced: (source: Required<TokenSource>) => Required<TokenSource>
  /** The last ones, the oldest first. */
  readonly recent: () => ReadonlyArray<Call>
}

const kept = 400
/** Milliseconds. Who waits at a gate for less than a frame only passes it. */
const shortest = 16

const now = () => performance.timeOrigin + performance.now()

const causeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "no reply"

/** What comes after such a reply, if the call is not over. */
const after = (status: number, headers: ReplyHeaders): Phase | undefined => {
  if (status === 429 || (status === 503 && headers.has("retry-after"))) return "waiting"
  if (status === 401) return "renewing"
  return status >= 500 ? "resting" : undefined
}

export const make = (changed: (call: Call) => void): Calls => {
  const calls = new Map<number, Call>()
  const current = new AsyncLocalStorage<{ readonly lane: Lane; readonly replied: (status: number) => void }>()
  let count = 0

  const open = (about: About): Lane => {
    const id = ++count
    const note = (change: (call: Call) => Partial<Call>) => {
      const call = calls.get(id) ?? { id, ...about, spans: [] }
      const next = { ...call, ...change(call) }
      calls.delete(id - kept)
      calls.set(id, next)
      changed(next)
    }
    const close = (spans: ReadonlyArray<Span>, at: number, ending: Partial<Span> = {}): ReadonlyArray<Span> => {
      const last = spans.at(-1)
      if (last === undefined || last.to !== undefined) return spans
      const before = spans.slice(0, -1)
      return last.phase === "waiting" && at - last.from < shortest
        ? before
        : [...before, { ...last, to: at, ...ending }]
    }
    return {
      begin: (phase) =>
        note(({ spans }) => {
          const at = now()
          return { spans: [...close(spans, at), { phase, from: at }], end: undefined }
        }),
      replied: (status) => note(({ spans }) => ({ spans: close(spans, now(), { status }) })),
      lost: (cause) => note(({ spans }) => ({ spans: close(spans, now(), { cause }) })),
      end: () =>
        note(({ spans }) => {
          const at = now()
          return { spans: close(spans, at), end: at }
        })
    }
  }

  return {
    open,
    follow: async (about, run, replied = () => undefined) => {
      const lane = open(about)
      try {
        return await current.run({ lane, replied }, run)
      } finally {
        lane.end()
      }
    },
    traced: ({ getAccessToken, invalidate, isRefusal, origin, schedule }) => ({
      getAccessToken,
      invalidate,
      isRefusal,
      origin,
      schedule: (request, send) => {
        const call = current.getStore()
        if (call === undefined) return schedule(request, send)
        const { lane, replied } = call
        lane.begin("waiting")
        return schedule(request, async (attempt, signal) => {
          lane.begin("sending")
          try {
            const reply = await send(attempt, signal)
            lane.replied(reply.status)
            replied(reply.status)
            const next = after(reply.status, reply.headers)
            if (next !== undefined) lane.begin(next)
            return reply
          } catch (error) {
            lane.lost(causeOf(error))
            lane.begin("resting")
            throw error
          }
        })
      }
    }),
    recent: () => [...calls.values()]
  }
}
