/** Serves the clocks. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Apps } from "../Apps.ts"
import type { MoveClockPayload } from "../control/ClockEndpoints.ts"
import type { MovableClock } from "../MovableClock.ts"
import { VirtualClock } from "../VirtualClock.ts"
import { ServedControlApi } from "./ServedControlApi.ts"

const longPoll = "20 seconds"

const read = Effect.fnUntraced(function*(clock: MovableClock, seen: number | undefined) {
  if (seen !== undefined) yield* Effect.timeoutOption(clock.changed(seen), longPoll)
  return yield* clock.state
})

const moved = Effect.fnUntraced(function*(clock: MovableClock, payload: typeof MoveClockPayload.Type) {
  if (payload.frozen !== undefined) yield* payload.frozen ? clock.freeze : clock.resume
  if (payload.set !== undefined) yield* clock.set(payload.set)
  if (payload.advance !== undefined) yield* clock.advance(payload.advance)
  if (payload.skew !== undefined) yield* clock.skew(payload.skew)
})

/** All of it, or nothing. */
const move = Effect.fnUntraced(function*(clock: MovableClock, payload: typeof MoveClockPayload.Type) {
  const before = yield* clock.saved
  yield* Effect.onError(moved(clock, payload), () => clock.restore(before))
  return yield* clock.state
}, Effect.catchTag("InvalidOption", ({ message }) => Effect.fail(new BadRequest({ description: message }))))

export const clockHandlers = HttpApiBuilder.group(
  ServedControlApi,
  "clock",
  Effect.fn(function*(handlers) {
    const apps = yield* Apps
    const clock = yield* VirtualClock
    const ofApp = ({ clientAppId }: { readonly clientAppId: string }) =>
      Effect.map(apps.byClientAppId(clientAppId), clock.ofApp)
    return handlers.handleAll({
      getClock: ({ query }) => read(clock, query.version),
      moveClock: ({ payload }) => move(clock, payload),
      getAppClock: ({ params, query }) => Effect.flatMap(ofApp(params), (clock) => read(clock, query.version)),
      moveAppClock: ({ params, payload }) => Effect.flatMap(ofApp(params), (clock) => move(clock, payload)),
      resetAppClock: ({ params }) => Effect.flatMap(ofApp(params), ({ reset }) => reset)
    })
  })
)
