import { AuthFunction } from "@atlas-bearer/emulator/AuthFunction"
import { Functions } from "@atlas-bearer/emulator/Functions"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { seededApp, seededStore } from "./seededStore.ts"

const cyclic: Record<string, unknown> = {}
cyclic["self"] = cyclic

const functions = {
  sum: (a: number, b: number) => a + b,
  later: (date: Date) => Promise.resolve(date),
  nothing: () => undefined,
  cyclic: () => cyclic,
  fail: () => Promise.reject(new TypeError("no luck")),
  odd: () => {
    throw "a text"
  }
}

const failure = (name: string) =>
  Functions.use((all) => Effect.map(Effect.flip(all.call(name, [])), ({ _tag, description }) => [_tag, description]))

describe("Functions", () => {
  it.effect("are called with canonical EJSON and answer it", () =>
    Effect.gen(function*() {
      const { call } = yield* Functions
      assert.deepStrictEqual(yield* call("sum", [{ $numberInt: "1" }, { $numberDouble: "0.5" }]), {
        $numberDouble: "1.5"
      })
      const date = { $date: { $numberLong: "1234" } }
      assert.deepStrictEqual(yield* call("later", [date]), date)
      assert.isNull(yield* call("nothing", []))
    }).pipe(seededStore({ functions })))

  it.effect("fail with what they throw", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* failure("fail"), ["FunctionExecutionError", "no luck"])
      assert.deepStrictEqual(yield* failure("odd"), ["FunctionExecutionError", "a text"])
      assert.strictEqual((yield* failure("cyclic"))[0], "FunctionExecutionError")
      for (const name of ["nope", "toString", "__proto__"]) {
        assert.deepStrictEqual(yield* failure(name), ["FunctionNotFound", `function not found: '${name}'`])
      }
    }).pipe(seededStore({ functions })))
})

const prove = AuthFunction.use((provider) =>
  Effect.flatMap(
    seededApp,
    (app) => provider.prove(app, Redacted.make({ pin: { $numberInt: "7" }, options: { device: {} } }))
  )
)

const answering = (answer: unknown) =>
  seededStore({
    functions: {
      authenticate: (payload: unknown) => {
        assert.deepStrictEqual(payload, { pin: 7 })
        if (answer instanceof Error) throw answer
        return answer
      }
    },
    settings: { authFunctionName: "authenticate" }
  })

describe("AuthFunction", () => {
  it.effect("takes an id", () =>
    Effect.gen(function*() {
      assert.include(yield* prove, { externalId: "u1", providerType: "custom-function" })
    }).pipe(answering("u1")))

  it.effect("takes an id with a name for the profile", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual((yield* prove).data, { name: "Jean" })
    }).pipe(answering({ id: "u1", name: "Jean" })))

  it.effect.each([
    [undefined, "the authentication function must return an id"],
    ["", "the authentication function must return an id"],
    [{ name: "Jean" }, "the authentication function must return an id"],
    [new Error("wrong PIN"), "wrong PIN"]
  ])("refuses %j", ([answer, description]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(prove)
      assert.strictEqual(error._tag, "AuthError")
      assert.strictEqual(error.description, description)
    }).pipe(answering(answer)))

  it.effect("is no provider of an app that has none", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* Effect.flip(prove))._tag, "AuthProviderNotFound")
    }).pipe(seededStore()))
})
