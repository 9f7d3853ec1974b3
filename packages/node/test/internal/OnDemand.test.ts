import { assert, describe, it } from "@effect/vitest"
import * as OnDemand from "../../src/internal/OnDemand.ts"
import { rejection } from "../tokens.ts"

/** Something that is loaded when the test says so. */
const make = () => {
  const module = Promise.withResolvers<string>()
  const happened: Array<string> = []
  const thing = OnDemand.make(
    () => {
      happened.push("load")
      return module.promise
    },
    (name) => {
      happened.push("begin")
      return { name, [Symbol.asyncDispose]: async () => void happened.push("dispose") }
    }
  )
  return { happened, module, thing }
}

const disposed = "This client has been disposed of."

describe("OnDemand", () => {
  it("loads once for all calls, and asks at once when it is here", async () => {
    const { happened, module, thing } = make()
    const calls = [thing.call(async ({ name }) => name), thing.call(async ({ name }) => name)]
    assert.isUndefined(thing.made())
    module.resolve("m")
    assert.deepStrictEqual(await Promise.all(calls), ["m", "m"])
    let isAsked = false
    void thing.call(async () => {
      isAsked = true
    })
    assert.isTrue(isAsked)
    assert.deepStrictEqual(happened, ["load", "begin"])
  })

  it("tells who listens before it answers calls that were there first", async () => {
    const { module, thing } = make()
    const order: Array<string> = []
    const call = thing.call(async () => void order.push("call"))
    thing.attach((made) => void order.push(`listener of ${made?.name}`))
    module.resolve("m")
    await call
    assert.deepStrictEqual(order, ["listener of m", "call"])
  })

  it("loads again after it could not be loaded", async () => {
    let loads = 0
    const load = async () => {
      if (++loads === 1) throw new Error("no such file")
      return "m"
    }
    const thing = OnDemand.make(load, (name) => name)
    let told: string | undefined = "nothing yet"
    thing.attach((made) => {
      told = made
    })
    assert.propertyVal(await rejection(thing.call(async (made) => made)), "message", "no such file")
    assert.isUndefined(told)
    assert.strictEqual(await thing.call(async (made) => made), "m")
  })

  it("loads nothing to be disposed of, nor afterwards", async () => {
    const { happened, thing } = make()
    await OnDemand.dispose(thing)
    assert.propertyVal(await rejection(thing.call(async () => "asked")), "message", disposed)
    const told: Array<unknown> = []
    for (const _ of [1, 2]) thing.attach((made) => void told.push(made))
    await rejection(thing.call(async () => "asked"))
    assert.deepStrictEqual(told, [undefined, undefined])
    assert.isEmpty(happened)
  })

  it("is disposed of once it is loaded, makes nothing, and refuses who waited", async () => {
    const { happened, module, thing } = make()
    const call = rejection(thing.call(async () => "asked"))
    let isOver = false
    const disposing = OnDemand.dispose(thing).then(() => {
      isOver = true
    })
    await Promise.resolve()
    assert.isFalse(isOver)
    module.resolve("m")
    await disposing
    assert.propertyVal(await call, "message", disposed)
    assert.deepStrictEqual(happened, ["load"])
  })

  it("disposes of what was made", async () => {
    const { happened, module, thing } = make()
    module.resolve("m")
    await thing.call(async () => undefined)
    await OnDemand.dispose(thing)
    assert.deepStrictEqual(happened, ["load", "begin", "dispose"])
  })
})
