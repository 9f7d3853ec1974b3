/**
 * The requests that clients send for themselves: logins, renewals, verifications. Undici tells of each on Node's diagnostics
 * channels; what a request waits for before it is sent, the client's events tell.
 */
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import { subscribe, unsubscribe } from "node:diagnostics_channel"
import type { Calls, Lane } from "./Calls.ts"
import { fits, type Target, targetOf } from "./GateKey.ts"
import type { Who } from "./News.ts"

/** Undici's messages, as far as they are read here. */
interface Message {
  readonly request: { readonly origin?: unknown; readonly method: string; readonly path: string }
  readonly response?: { readonly statusCode: number }
  readonly error?: unknown
}

export interface OwnRequests extends Disposable {
  readonly heard: (event: ClientEvent) => void
}

interface Pending {
  readonly lane: Lane
  readonly isAtGate: boolean
}

const whoOf = (path: string): Who =>
  path.startsWith("/api/oauth/") ? "account" : path.startsWith("/api/admin/") ? "administrator" : "visitor"

const withoutQuery = (path: string) => path.split("?", 1)[0] ?? path

/** What a traced token source sends, `Calls` notes. */
const isTraced = ({ path }: Target) => path.endsWith("/graphql") || path.startsWith("/api/atlas/")

const codeOf = (error: unknown) => error instanceof Error && "code" in error ? String(error.code) : "no reply"

/** `ended` hears the path of every request that has ended. */
export const follow = (origin: string, calls: Calls, ended: (path: string) => void): OwnRequests => {
  const sent = new Map<object, Lane>()
  const answered = new Map<Lane, Target>()
  /** Calls that are not sent yet, or not yet again, by the key of their gate: the first to come is the first to go. */
  const pending = new Map<string, Array<Pending>>()

  const queueOf = (key: string) => {
    const queue = pending.get(key) ?? []
    pending.set(key, queue)
    return queue
  }

  const finish = (request: Message["request"]) => {
    const lane = sent.get(request)
    if (lane === undefined) return
    sent.delete(request)
    lane.end()
    answered.set(lane, request)
    // Events of a request come within milliseconds after it.
    const [oldest] = answered.keys()
    if (answered.size > 50 && oldest !== undefined) answered.delete(oldest)
    ended(request.path)
  }

  const handlers: Readonly<Record<string, (message: Message) => void>> = {
    "undici:request:create": ({ request }) => {
      if (String(request.origin) !== origin) return
      const path = withoutQuery(request.path)
      const key = [...pending.keys()].find((key) => fits(targetOf(key), request))
      const lane = key === undefined ? undefined : queueOf(key).shift()?.lane
      const sending = lane ?? calls.open({ who: whoOf(path), method: request.method, path })
      sending.begin("sending")
      sent.set(request, sending)
    },
    "undici:request:headers": ({ request, response }) => {
      if (response !== undefined) sent.get(request)?.replied(response.statusCode)
    },
    "undici:request:trailers": ({ request }) => finish(request),
    "undici:request:error": ({ error, request }) => {
      sent.get(request)?.lost(codeOf(error))
      finish(request)
    }
  }
  const subscribed = Object.entries(handlers).map(([channel, handle]) => {
    const listener = (message: unknown) => handle(message as Message)
    subscribe(channel, listener)
    return () => unsubscribe(channel, listener)
  })

  const retried = (key: string) => {
    const target = targetOf(key)
    const [lane] = [...answered].findLast(([, request]) => fits(target, request)) ?? []
    if (lane === undefined) return
    answered.delete(lane)
    lane.begin("resting")
    queueOf(key).push({ lane, isAtGate: false })
  }

  const waiting = (key: string) => {
    const target = targetOf(key)
    if (isTraced(target)) return
    const queue = queueOf(key)
    const index = queue.findIndex(({ isAtGate }) => !isAtGate)
    const lane = queue[index]?.lane ?? calls.open({ who: whoOf(target.path), ...target })
    lane.begin("waiting")
    if (index < 0) queue.push({ lane, isAtGate: true })
    else queue[index] = { lane, isAtGate: true }
  }

  return {
    heard: ({ _tag: tag, key }) => {
      if (tag === "retried") retried(key)
      // After a 429 this follows at once.
      else if (tag === "waiting") waiting(key)
    },
    [Symbol.dispose]: () => subscribed.forEach((end) => end())
  }
}
