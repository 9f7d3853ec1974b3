/** Tells on stderr what a command waits for. */
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import * as Console from "effect/Console"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Json } from "./settings.ts"

const secondsOf = (wait: Duration.Duration) => Math.ceil(Duration.toSeconds(wait))

const waitOf = (event: ClientEvent): { readonly seconds: number; readonly why: string } | undefined => {
  switch (event._tag) {
    case "keyClosed":
      return { seconds: secondsOf(event.wait), why: "as the server asks" }
    case "retried":
      return { seconds: secondsOf(event.delay), why: `then try again: ${event.cause}` }
    default:
      return undefined
  }
}

/** Until the scope ends. */
export const follow = (events: AsyncIterable<ClientEvent>) =>
  Effect.gen(function*() {
    const json = yield* Json
    yield* Stream.fromAsyncIterable(events, (error) => error).pipe(
      Stream.runForEach((event) => {
        const wait = waitOf(event)
        if (wait === undefined || wait.seconds === 0) return Effect.void
        return Console.error(
          json ? JSON.stringify({ waiting: wait }) : `Waiting ${wait.seconds} s, ${wait.why}. Ctrl-C ends it.`
        )
      }),
      Effect.ignore,
      Effect.forkScoped({ startImmediately: true })
    )
  })
