/** Tells on stderr what a command waits for. */
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Json } from "./settings.ts"

/** A wait that is over before it is read is not worth a line. */
const shortest = 500

/** Tells each wait as it begins. */
const makeNarrator = (say: (milliseconds: number, why: string) => Effect.Effect<void>) => {
  const closedUntil = new Map<string, number>()
  return (event: ClientEvent) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      switch (event._tag) {
        case "keyClosed":
          closedUntil.set(event.key, now + Duration.toMillis(event.wait))
          return Effect.void
        case "waiting":
          // Whoever does not want to wait so long fails at once, and this with it.
          return Effect.delay(say((closedUntil.get(event.key) ?? now) - now, "as the server asks"), "50 millis")
        case "retried":
          return say(Duration.toMillis(event.delay), `then try again: ${event.cause}`)
        default:
          return Effect.void
      }
    })
}

/** Until the scope ends. */
export const follow = (events: AsyncIterable<ClientEvent>) =>
  Effect.gen(function*() {
    const json = yield* Json
    const narrate = makeNarrator((milliseconds, why) => {
      if (milliseconds < shortest) return Effect.void
      const seconds = Math.round(milliseconds / 1000)
      return Console.error(
        json ? JSON.stringify({ waiting: { seconds, why } }) : `Waiting ${seconds} s, ${why}. Ctrl-C ends it.`
      )
    })
    yield* Stream.fromAsyncIterable(events, (error) => error).pipe(
      Stream.runForEach(narrate),
      Effect.ignore,
      Effect.forkScoped({ startImmediately: true })
    )
  })
