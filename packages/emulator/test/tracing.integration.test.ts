/** That a tracer of the embedding program sees what the emulator serves. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Tracer } from "effect"
import * as Emulator from "../src/Emulator.ts"

describe("the emulator as a layer", () => {
  it.effect("tells a tracer of its requests", () => {
    const spans: Array<string> = []
    const tracer = Tracer.make({
      span: (options) => {
        spans.push(options.name)
        return new Tracer.NativeSpan(options)
      }
    })
    return Effect.gen(function*() {
      const { url } = yield* Emulator.Emulator
      yield* Effect.promise(() => fetch(`${url}/api/oauth/token`, { method: "POST" }))
      assert.include(spans, "POST")
    }).pipe(Effect.provide(Emulator.layer().pipe(Layer.provide(Layer.succeed(Tracer.Tracer, tracer)))))
  })
})
