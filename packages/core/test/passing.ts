/** Callers of a throttle whose requests the test answers. */
import { type ClientEvent, Listener } from "@atlas-bearer/core/ClientEvent"
import { type Place, Throttle } from "@atlas-bearer/core/Throttle"
import { Clock, Deferred, Duration, Effect, Fiber } from "effect"

/** Puts up with a wait of so many seconds. */
export const patience = (seconds = 60, attempts = 0) => ({ maxRetryAfter: Duration.seconds(seconds), attempts })

/** Lets every fiber run until it waits for the time or for another fiber. */
export const settle = Effect.repeat(Effect.yieldNow, { times: 50 })

/** Sends, and is admitted at once. */
export const pass = (key: string, attempts = 0, seconds = 60) =>
  Throttle.use((throttle) => throttle.pass(key, patience(seconds, attempts), (place) => place.admit({})))

/** Sends in the background; `sent` says who did, in which order and when. The reply comes when the test says so. */
export const makeCallers = () => {
  const sent: Array<string> = []
  const times: Array<number> = []
  const call = Effect.fnUntraced(function*(name: string, key = "key", patient = patience()) {
    const reply = yield* Deferred.make<(place: Place) => Effect.Effect<void>>()
    const fiber = yield* Throttle.use((throttle) =>
      throttle.pass(key, patient, (place) =>
        Effect.gen(function*() {
          sent.push(name)
          times.push(yield* Clock.currentTimeMillis)
          const end = yield* Deferred.await(reply)
          yield* end(place)
          return name
        }))
    ).pipe(Effect.forkChild)
    yield* settle
    const answer = (end: (place: Place) => Effect.Effect<void>) => Effect.andThen(Deferred.succeed(reply, end), settle)
    return {
      fiber,
      admitted: answer((place) => place.admit({})),
      refused: (seconds: number) => answer((place) => place.refuse({ retryAfter: Duration.seconds(seconds) })),
      failed: answer(() => Effect.void),
      interrupted: Effect.andThen(Fiber.interrupt(fiber), settle)
    }
  })
  return { sent, times, call }
}

/** Runs `effect` and collects what it tells its listener. */
export const listening = <A, E, R>(effect: Effect.Effect<A, E, R>) => {
  const events: Array<ClientEvent> = []
  return Effect.map(
    Effect.provideService(effect, Listener, (event) => void events.push(event)),
    (value) => ({ value, events })
  )
}

export const inspect = Throttle.use(({ inspect }) => inspect)
