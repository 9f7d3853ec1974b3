/** A `Sender` that sends once and waits for nothing, for tests that look at one reply. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Sender } from "../Sender.ts"

export const unscheduled = Layer.succeed(Sender, {
  send: (_request, attempt) => Effect.map(attempt, ({ value }) => value)
})
