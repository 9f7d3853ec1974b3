import * as AccessTokens from "@atlas-bearer/core/AccessTokens"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Redacted } from "effect"

const withRetries = (retries: number) =>
  Effect.updateService(SendOptions, (options: SendOptions) => ({ ...options, retries }))

describe("a renewal", () => {
  it.effect.each([["maker", 1], ["caller", 2], [undefined, 1]] as const)(
    "goes by the limits of its %s: %d retries",
    ([limits, expected]) =>
      Effect.gen(function*() {
        let seen: number | undefined
        const renew = Effect.map(SendOptions, ({ retries }) => {
          seen = retries
          return { accessToken: Redacted.make("t"), life: Duration.minutes(30) }
        })
        const tokens = yield* withRetries(1)(AccessTokens.make({ renew, limits }))
        yield* withRetries(2)(tokens.get)
        assert.strictEqual(seen, expected)
      })
  )
})
