/** What was asked and answered, without a secret: each has a name instead, such as `access-1`. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Labels from "./journal/Labels.ts"
import * as Recorded from "./journal/Recorded.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** `id` is that of the rule, or `x-emulator-fault`. */
export const FiredFault = Schema.Struct({ id: Schema.String, type: Schema.String })
export type FiredFault = typeof FiredFault.Type

const Fields = Schema.Record(Schema.String, Schema.String)

const Reply = Schema.Struct({ status: Schema.Int, headers: Fields, body: Schema.optional(Schema.Json) })

/** `at` is in milliseconds since 1970, of the emulator's clock. Entries count from 1. */
export const Entry = Schema.Struct({
  id: Schema.Int,
  at: Schema.Finite,
  /** How long it took in real time. `null` while it is served. */
  milliseconds: Schema.NullOr(Schema.Finite),
  method: Schema.String,
  url: Schema.String,
  headers: Fields,
  body: Schema.optional(Schema.Json),
  /** `null` for none: it is being served, the client went away, or a fault took or spoiled it on the connection. */
  reply: Schema.NullOr(Reply),
  faults: Schema.Array(FiredFault),
  /** The secrets that the request carried, and those that the reply gave for the first time. */
  tokens: Schema.Struct({ sent: Schema.Array(Schema.String), issued: Schema.Array(Schema.String) })
})
export type Entry = typeof Entry.Type

/** Where a secret came from, and the entries of the requests that carried it. */
export const Lineage = Schema.Struct({
  token: Schema.String,
  /** `null` when it was not given by a reply that is remembered. */
  issuedIn: Schema.NullOr(Schema.Int),
  /** What was sent to get it. */
  from: Schema.Array(Schema.String),
  usedIn: Schema.Array(Schema.Int)
})
export type Lineage = typeof Lineage.Type

/** An entry whose request is not answered yet. */
export interface Opened {
  readonly faulted: (fault: FiredFault) => void
  /** With a reply that is written on the connection, past what answers requests otherwise. */
  readonly answered: (reply: Recorded.Reply) => void
  /** Without a reply when there was none, or none but that one. */
  readonly closed: (reply: Recorded.Reply | null) => void
}

const lineageOf = (entries: ReadonlyArray<Entry>): ReadonlyArray<Lineage> => {
  const tokens = new Set(entries.flatMap(({ tokens: { issued, sent } }) => [...sent, ...issued]))
  return [...tokens].map((token) => {
    const issuing = entries.find(({ tokens }) => tokens.issued.includes(token))
    const usedIn = entries.filter(({ tokens }) => tokens.sent.includes(token)).map(({ id }) => id)
    return { token, issuedIn: issuing?.id ?? null, from: issuing?.tokens.sent ?? [], usedIn }
  })
}

export class Journal extends Context.Service<Journal, {
  /** `undefined` when the journal is off. */
  readonly open:
    | undefined
    | ((request: Recorded.Request) => Opened)
  /** The oldest first. */
  readonly entries: Effect.Effect<ReadonlyArray<Entry>>
  /** Of all secrets in the entries. */
  readonly lineage: Effect.Effect<ReadonlyArray<Lineage>>
  /** Entries and labels begin anew. */
  readonly clear: Effect.Effect<void>
}>()("@atlas-bearer/emulator/Journal") {
  /** Keeps so many entries; 0 switches it off. */
  static readonly layer = ({ capacity = 1_000 }: { readonly capacity?: number | undefined } = {}) =>
    Layer.effect(
      Journal,
      Effect.map(VirtualClock, (clock) => {
        const labels = Labels.make()
        const written = Recorded.writer(labels)
        const entries = new Map<number, Recorded.Recorded | Entry>()
        let count = 0

        const open = (request: Recorded.Request): Opened => {
          count++
          const started = performance.now()
          const recorded = Recorded.make(count, clock.stateUnsafe().now, request)
          entries.set(count, recorded)
          entries.delete(count - capacity)
          return {
            faulted: (fault) => recorded.faults.push(fault),
            answered: (reply) => recorded.reply = Recorded.kept(reply),
            closed: (reply) => {
              if (reply !== null) recorded.reply = Recorded.kept(reply)
              recorded.milliseconds = performance.now() - started
            }
          }
        }

        // Most entries are never read: they are written when they are, and their secrets are forgotten then.
        const all = Effect.sync(() =>
          [...entries].map(([id, kept]) => {
            if (!("request" in kept)) return kept
            const entry = written(kept)
            if (kept.milliseconds !== null) entries.set(id, entry)
            return entry
          })
        )
        return Journal.of({
          open: capacity === 0 ? undefined : open,
          entries: all,
          lineage: Effect.map(all, lineageOf),
          clear: Effect.sync(() => {
            entries.clear()
            labels.clear()
          })
        })
      })
    )
}
