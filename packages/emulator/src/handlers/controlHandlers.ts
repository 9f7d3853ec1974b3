/** Serves the emulator's own interface. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Mailbox } from "../Mailbox.ts"
import { VirtualClock } from "../VirtualClock.ts"
import { ServedControlApi } from "./ServedControlApi.ts"

export const controlHandlers = HttpApiBuilder.group(
  ServedControlApi,
  "control",
  Effect.fn(function*(handlers) {
    const clock = yield* VirtualClock
    const mailbox = yield* Mailbox
    return handlers.handleAll({
      getClock: Effect.fnUntraced(function*({ query }) {
        if (query.version !== undefined) yield* Effect.timeoutOption(clock.changed(query.version), "20 seconds")
        return yield* clock.state
      }),
      moveClock: Effect.fnUntraced(function*({ payload }) {
        if (payload.frozen !== undefined) yield* payload.frozen ? clock.freeze : clock.resume
        if (payload.set !== undefined) yield* clock.set(payload.set)
        if (payload.advance !== undefined) yield* clock.advance(payload.advance)
        return yield* clock.state
      }),
      getMailbox: ({ query }) => mailbox.messages(query),
      clearMailbox: () => mailbox.clear
    })
  })
)
