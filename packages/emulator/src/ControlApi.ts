/** The emulator's own interface, below `/__emulator`: what no real server has. */
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"
import { AppEndpoints, TokenEndpoints } from "./control/AppEndpoints.ts"
import { FaultEndpoints, JournalEndpoints, StateEndpoints } from "./control/StateEndpoints.ts"
import { Message } from "./Mailbox.ts"

/**
 * `now` is in milliseconds since 1970. A frozen clock stands until it is moved. `version` counts how often somebody changed
 * the clock.
 */
export const ClockState = Schema.Struct({ now: Schema.Finite, frozen: Schema.Boolean, version: Schema.Int })

/** `advance` is a duration such as `"29 minutes"`, `set` milliseconds since 1970; they happen in this order. */
export const MoveClockPayload = Schema.Struct({
  frozen: Schema.optional(Schema.Boolean),
  set: Schema.optional(Schema.Finite),
  advance: Schema.optional(Schema.DurationFromString)
})

/** With the `version` that the caller has seen, the answer comes when the clock is changed, after 20 s at the latest. */
export const GetClock = HttpApiEndpoint.get("getClock", "/__emulator/clock", {
  query: { version: Schema.optional(Schema.FiniteFromString) },
  success: ClockState
})

/** Tokens expire, limits reset and the `Date` field moves with the clock. */
export const MoveClock = HttpApiEndpoint.post("moveClock", "/__emulator/clock", {
  payload: MoveClockPayload,
  success: ClockState
})

/** The e-mails that were not sent, the oldest first. `to` chooses an address, `app` a client app id. */
export const GetMailbox = HttpApiEndpoint.get("getMailbox", "/__emulator/mailbox", {
  query: { to: Schema.optional(Schema.String), app: Schema.optional(Schema.String) },
  success: Schema.Array(Message)
})

export const ClearMailbox = HttpApiEndpoint.delete("clearMailbox", "/__emulator/mailbox")

export const ControlApi = HttpApi.make("ControlApi").add(
  HttpApiGroup.make("control", { topLevel: true }).add(GetClock, MoveClock, GetMailbox, ClearMailbox),
  AppEndpoints,
  TokenEndpoints,
  StateEndpoints,
  FaultEndpoints,
  JournalEndpoints
)
