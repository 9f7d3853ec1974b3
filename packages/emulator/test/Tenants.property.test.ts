import type { App } from "@atlas-bearer/emulator/Apps"
import { Population } from "@atlas-bearer/emulator/Population"
import { Tenants } from "@atlas-bearer/emulator/Tenants"
import { TokenMint } from "@atlas-bearer/emulator/TokenMint"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { seededStore } from "./seededStore.ts"

const count = 1_000
const Index = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: count - 1 }))
const Pairs = Schema.Array(Schema.Struct({ from: Index, to: Index })).check(
  Schema.isMinLength(30),
  Schema.isMaxLength(60)
)
const Action = Schema.Literals(["access", "custom", "delete"])

const at = (apps: ReadonlyArray<App>, index: number) => {
  const app = apps[index]
  assert(app !== undefined)
  return app
}

describe(`${count} apps in one process`, () => {
  it.effect.prop(
    "share no token, no user and no session",
    [Pairs, Action],
    ([pairs, action]) =>
      Effect.gen(function*() {
        const population = yield* Population
        const tenants = yield* Tenants
        const mint = yield* TokenMint
        const apps = yield* Effect.forEach(Array.from({ length: count }), () => tenants.create({}))
        for (const { from, to } of pairs) {
          if (from === to) continue
          const [own, foreign] = [at(apps, from), at(apps, to)]
          const before = yield* population.users(foreign)
          const token = yield* mint.mint(own, { kind: action === "custom" ? "custom" : "access" })
          assert.isTrue((yield* mint.verify(own, token)).valid)
          assert.isFalse((yield* mint.verify(foreign, token)).valid)
          assert.deepStrictEqual(yield* population.users(foreign), before)
          if (action === "delete") {
            const { claims } = yield* mint.decode(token)
            const [userId, sessionId] = [String(claims["sub"]), String(claims["iss"])]
            assert.isFalse(yield* population.revokeSession(foreign, sessionId))
            assert.isFalse(yield* population.deleteUser(foreign, userId))
            assert.isTrue(yield* population.deleteUser(own, userId))
            assert.isFalse((yield* mint.verify(own, token)).valid)
          }
        }
      }).pipe(seededStore()),
    { timeout: 30_000, arbitrary: { runs: 4, maxShrinks: 4 } }
  )
})
