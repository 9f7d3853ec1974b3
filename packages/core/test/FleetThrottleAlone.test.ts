/** What a process does without the others of its fleet: because they are away, or because it needs nobody's leave. */
import { Fleet } from "@atlas-bearer/core/Fleet"
import { ImmediateSender } from "@atlas-bearer/core/ImmediateSender"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { TestClock } from "effect/testing"
import { listening, settle } from "./passing.ts"
import { ended, ok, send, serverOf } from "./sending.ts"
import { knowing, makeFleet, processOf } from "./sharing.ts"

describe("a process of a fleet, for itself", () => {
  it.effect("goes by what it knows itself while the others are away, and says so once", () =>
    Effect.gen(function*() {
      const fleet = makeFleet()
      const inProcess = yield* knowing(fleet)
      yield* TestClock.adjust("2 minutes")
      const three = ended(Effect.all([1, 2, 3].map(() => send(serverOf(ok)))))
      const failures = (effect: typeof three) =>
        Effect.map(listening(inProcess(effect)), ({ events }) =>
          events.flatMap((event) => event._tag === "sharingFailed" ? event.key : []))
      fleet.isAway = true
      assert.deepStrictEqual(yield* failures(three), ["throttle"])
      // A fourth of this minute has to wait all the same.
      const { error } = yield* inProcess(ended(send(serverOf(ok), { maxRetryAfter: 10 })))
      assert.include(error, { _tag: "RateLimited" })
      yield* TestClock.adjust("2 minutes")
      assert.deepStrictEqual(yield* failures(three), [])
      fleet.isBack()
      yield* settle
      yield* TestClock.adjust("2 minutes")
      assert.deepStrictEqual(yield* failures(three), ["throttle"])
    }))

  it.effect("sends at once what needs nobody's leave", () =>
    Effect.gen(function*() {
      const fleet = makeFleet()
      const inProcess = yield* processOf(fleet.shared())
      const request = { key: "key", origin: "https://a.test", idempotent: false }
      const enter = inProcess(Effect.gen(function*() {
        const { enter } = yield* ImmediateSender
        const entry = enter(request, yield* SendOptions, yield* Clock.Clock, yield* Fleet)
        entry?.leave()
        return entry !== undefined
      }))
      assert.isTrue(yield* enter)
      const other = yield* knowing(fleet)
      assert.isFalse(yield* enter)
      yield* other(ended(send(serverOf(ok))))
    }))
})
