/** A rule: which requests are faulted, when, and how. */
import * as Schema from "effect/Schema"
import { FaultAction } from "./FaultAction.ts"

const pattern = Schema.optional(Schema.NonEmptyString)
const count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))

/** Everything that is given must fit; `*` stands for any text. Without anything every request matches. */
export const Match = Schema.Struct({
  /** The client app id that the path or the token names. */
  app: pattern,
  method: pattern,
  /** Without the query, such as `/api/oauth/*`. */
  path: pattern,
  /** The client id of a service account, the address, or the `User-Agent` field. */
  client: pattern
})

/** A time of the emulator's clock: milliseconds since 1970, or a duration from the arming such as `"5 minutes"`. */
const Instant = Schema.Union([Schema.Finite, Schema.DurationFromString])

/** Of the requests that match, everything that is given must hold. They are counted from 1. */
export const When = Schema.Struct({
  /** These alone. */
  nth: Schema.optional(Schema.Union([count, Schema.Array(count)])),
  /** So many, then never again. */
  times: Schema.optional(count),
  /** Each so-manieth. */
  every: Schema.optional(count),
  /** A fraction of them, by a generator that starts from `seed`, by default from the emulator's. */
  probability: Schema.optional(Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))),
  seed: Schema.optional(Schema.Int),
  after: Schema.optional(Instant),
  until: Schema.optional(Instant)
})

export const Fault = Schema.Struct({
  match: Schema.optional(Match),
  when: Schema.optional(When),
  action: FaultAction
})
export type Fault = typeof Fault.Type

/** A rule as it is written in JSON, and in code. */
export type FaultInput = typeof Fault.Encoded

/** A rule that is in force: how many requests it matched and how many it faulted so far. */
export const ArmedFault = Schema.Struct({ ...Fault.fields, id: Schema.String, matched: Schema.Int, fired: Schema.Int })
export type ArmedFault = typeof ArmedFault.Type
