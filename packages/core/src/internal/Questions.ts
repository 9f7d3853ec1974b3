/** The questions that are under way: one for all who ask about the same token at the same time. */
import * as Cache from "effect/Cache"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Redacted from "effect/Redacted"
import * as Deadline from "../Deadline.ts"
import { SendOptions } from "../SendOptions.ts"
import { millisOf } from "./Lane.ts"

interface Questions<A, E> {
  /** `key` is the token's digest. Ends when nobody waits for the answer any longer. */
  readonly ask: (key: string, token: Redacted.Redacted) => Effect.Effect<A, E>
  /** How many tokens are asked about. */
  readonly size: () => number
  /** The same, and those that nobody waits for any longer, for a while. `now` is monotonic. */
  readonly places: (now: number) => number
  readonly isAsked: (key: string) => boolean
}

interface Question {
  readonly key: string
  readonly token: Redacted.Redacted
  // Whoever waits longer than others does not share their question, which ends with their patience.
  readonly limits: SendOptions
}

// The service counts what it was asked, whoever left. Were the place free at once, callers that leave at once would have as much
// asked as they like.
const keptFor = 10_000

/** `answer` looks for one. */
export const make = Effect.fnUntraced(function*<A, E>(
  answer: (key: string, token: Redacted.Redacted) => Effect.Effect<A, E>
) {
  // How many questions are about a token: callers of different patience have one each.
  const counts = new Map<string, number>()
  const begin = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  const end = (key: string) => {
    const left = (counts.get(key) ?? 0) - 1
    if (left > 0) counts.set(key, left)
    else counts.delete(key)
  }

  const leftAt: Array<number> = []

  // Remembers nothing: that is for whoever knows how long an answer is true.
  const flights = yield* Cache.makeWith(
    ({ key, token }: Question) =>
      Effect.suspend(() => {
        begin(key)
        return Effect.onExit(Deadline.apart(answer(key, token)), (exit) =>
          Clock.clockWith((clock) =>
            Effect.sync(() => {
              end(key)
              if (Exit.hasInterrupts(exit)) leftAt.push(millisOf(clock))
            })
          ))
      }),
    { capacity: Infinity, timeToLive: () => Duration.zero }
  )

  const questions: Questions<A, E> = {
    ask: (key, token) => Effect.flatMap(SendOptions, (limits) => Cache.get(flights, { key, token, limits })),
    size: () => counts.size,
    places: (now) => {
      const gone = leftAt.findIndex((at) => at > now - keptFor)
      leftAt.splice(0, gone === -1 ? leftAt.length : gone)
      return counts.size + leftAt.length
    },
    isAsked: (key) => counts.has(key)
  }
  return questions
})
