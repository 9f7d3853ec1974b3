/** Tells on stderr what a command waits for: a terminal sees the seconds go by, a pipe gets a line for each wait. */
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import * as Clock from "effect/Clock"
import * as Console from "effect/Console"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FiberHandle from "effect/FiberHandle"
import * as Stream from "effect/Stream"
import { Json } from "./settings.ts"
import * as statusLine from "./statusLine.ts"

/** A wait that is over before it is read is not worth a line. */
const shortest = 500

interface Wait {
  /** In milliseconds since 1970. */
  readonly until: number
  readonly why: string
}

const sentence = (seconds: number, why: string) => `Waiting ${seconds} s, ${why}. Ctrl-C ends it.`

/** Down to the last second, each on the second. */
const countDown = ({ until, why }: Wait) =>
  Effect.gen(function*() {
    let left = until - (yield* Clock.currentTimeMillis)
    while (left > 0) {
      const seconds = Math.ceil(left / 1000)
      yield* statusLine.show(sentence(seconds, why))
      yield* Effect.sleep(left - (seconds - 1) * 1000)
      left = until - (yield* Clock.currentTimeMillis)
    }
  }).pipe(Effect.ensuring(statusLine.erase))

const line = (json: boolean, { until, why }: Wait) =>
  Effect.flatMap(Clock.currentTimeMillis, (now) => {
    const seconds = Math.round((until - now) / 1000)
    return Console.error(json ? JSON.stringify({ waiting: { seconds, why } }) : sentence(seconds, why))
  })

/** Tells each wait as it begins, and what ends it. */
const makeNarrator = <R>(begin: (wait: Wait) => Effect.Effect<void, never, R>, end: Effect.Effect<void>) => {
  const closedUntil = new Map<string, number>()
  return (event: ClientEvent) =>
    Effect.flatMap(Clock.currentTimeMillis, (now): Effect.Effect<void, never, R> => {
      const unlessShort = (wait: Wait) => wait.until - now < shortest ? Effect.void : begin(wait)
      switch (event._tag) {
        case "keyClosed":
          closedUntil.set(event.key, now + Duration.toMillis(event.wait))
          return Effect.void
        case "waiting":
          return unlessShort({ until: closedUntil.get(event.key) ?? now, why: "as the server asks" })
        case "retried":
          return unlessShort({
            until: now + Duration.toMillis(event.delay),
            why: `then try again: ${event.cause}`
          })
        case "released":
        case "gaveUp":
          return end
        default:
          return Effect.void
      }
    })
}

/** Until the scope ends. */
export const follow = (events: AsyncIterable<ClientEvent>) =>
  Effect.gen(function*() {
    const json = yield* Json
    const telling = yield* FiberHandle.make<void>()
    const tell = (wait: Wait) => !json && statusLine.isPossible() ? countDown(wait) : line(json, wait)
    const narrate = makeNarrator(
      // Whoever does not want to wait so long fails at once, and this with it.
      (wait) => FiberHandle.run(telling, Effect.delay(tell(wait), "50 millis")),
      FiberHandle.clear(telling)
    )
    yield* Stream.fromAsyncIterable(events, (error) => error).pipe(
      Stream.runForEach(narrate),
      Effect.ignore,
      Effect.forkScoped({ startImmediately: true })
    )
  })
