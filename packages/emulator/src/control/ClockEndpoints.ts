/** The part of the control plane that moves the time: that of the emulator, or of one app. */
import { AppNotFound, BadRequest, onWire, withoutCode } from "@atlas-bearer/core/ClientError"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"

/**
 * `now` is in milliseconds since 1970. A frozen clock stands until it is moved. The server is `skew` milliseconds ahead of
 * the clock. `version` counts how often somebody changed it.
 */
export const ClockState = Schema.Struct({
  now: Schema.Finite,
  skew: Schema.Finite,
  frozen: Schema.Boolean,
  version: Schema.Int
})

/** `advance` is a duration such as `"29 minutes"`, `set` milliseconds since 1970; they happen in this order. */
export const MoveClockPayload = Schema.Struct({
  frozen: Schema.optional(Schema.Boolean),
  set: Schema.optional(Schema.Finite),
  advance: Schema.optional(Schema.DurationFromString),
  /** Milliseconds, negative for a server that is behind. */
  skew: Schema.optional(Schema.Finite)
})

const query = { version: Schema.optional(Schema.FiniteFromString) }
const emulator = "/__emulator/clock"
const app = "/__emulator/apps/:clientAppId/clock"
const unknown = withoutCode(AppNotFound)
const params = { clientAppId: Schema.String }
/** To what is no time from 1970 to 9999. */
const impossible = onWire(BadRequest)

export const ClockEndpoints = HttpApiGroup.make("clock", { topLevel: true }).add(
  /** With the `version` that the caller has seen, the answer comes when the clock is changed, after 20 s at the latest. */
  HttpApiEndpoint.get("getClock", emulator, { query, success: ClockState }),
  /** Tokens expire, limits reset and the `Date` field moves with the clock. */
  HttpApiEndpoint.post("moveClock", emulator, { payload: MoveClockPayload, success: ClockState, error: impossible }),
  HttpApiEndpoint.get("getAppClock", app, { params, query, success: ClockState, error: unknown }),
  HttpApiEndpoint.post("moveAppClock", app, {
    params,
    payload: MoveClockPayload,
    success: ClockState,
    error: [unknown, impossible]
  }),
  /** The app has the emulator's time again. */
  HttpApiEndpoint.delete("resetAppClock", app, { params, error: unknown })
)
