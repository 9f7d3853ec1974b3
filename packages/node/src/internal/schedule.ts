/** The schedule as adapters see it: sends requests when the server may be asked, and again where that is safe. */
import type { Fleet } from "@atlas-bearer/core/Fleet"
import type { ImmediateSender } from "@atlas-bearer/core/ImmediateSender"
import * as PathTemplate from "@atlas-bearer/core/PathTemplate"
import { Sender } from "@atlas-bearer/core/Sender"
import type { SendOptions } from "@atlas-bearer/core/SendOptions"
import * as SystemCode from "@atlas-bearer/core/SystemCode"
import type { CallOptions, ScheduledReply, ScheduledRequest } from "@atlas-bearer/core/TokenSource"
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { type Ongoing, sendAtOnce } from "./sendAtOnce.ts"

interface Options {
  readonly run: <A, E>(effect: Effect.Effect<A, E, Sender>, call: CallOptions) => Promise<A>
  readonly limitsOf: (call: CallOptions) => SendOptions
  readonly sender: ImmediateSender["Service"]
  readonly fleet: Fleet | undefined
  /** Without one no request is sent without a fiber. */
  readonly clock: Clock.Clock | undefined
  readonly isDisposed: () => boolean
  /** Those that have no fiber. */
  readonly ongoing: Ongoing
}

const idempotentMethods = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])

/** What the network does has a code. A `TypeError` without one is of wrong arguments, or of a redirect nobody can follow. */
const reasonOf = (error: unknown): string | undefined => {
  const code = SystemCode.of(error, "")
  if (code === "" && error instanceof TypeError) return undefined
  return code || (error instanceof Error ? error.name : "unknown")
}

const toReply = <A>({ headers, status, text = "", value }: ScheduledReply<A>) => ({
  status,
  fields: Object.fromEntries(headers),
  text: Effect.succeed(text),
  value
})

/** `credential` names whose limit the requests count against. */
export const schedule =
  ({ clock, fleet, isDisposed, limitsOf, ongoing, run, sender }: Options) =>
  (credential: string) =>
  async <A>(
    { idempotent, method, replayable, url, ...call }: ScheduledRequest,
    send: (attempt: number, signal: AbortSignal) => Promise<ScheduledReply<A>>
  ): Promise<A> => {
    const { origin, pathname } = new URL(url)
    const request = {
      key: `${method} ${origin}${PathTemplate.fromPath(pathname)} ${credential}`,
      origin,
      credential,
      idempotent: idempotent ?? idempotentMethods.has(method),
      replayable
    }
    let attempts = 0
    const trySend = async (signal: AbortSignal) => send(attempts++, signal)
    const attempt = () => Effect.map(Effect.tryPromise({ try: trySend, catch: (error) => error }), toReply)
    const limits = limitsOf(call)
    const mayHurry = clock !== undefined && !isDisposed() && call.signal?.aborted !== true
    const entry = mayHurry ? sender.enter(request, limits, clock, fleet) : undefined
    if (entry === undefined) return run(Sender.use((sender) => sender.send(request, attempt(), reasonOf)), call)
    return sendAtOnce(
      entry,
      limits,
      call.signal,
      ongoing,
      trySend,
      (first) => run(entry.resume(Exit.map(first, toReply), attempt(), reasonOf), call)
    )
  }
