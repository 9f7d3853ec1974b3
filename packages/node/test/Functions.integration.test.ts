import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { inspect } from "node:util"
import { afterAll, beforeAll } from "vitest"
import { rejection } from "./tokens.ts"

let started = 0
const slow = Promise.withResolvers<void>()
let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start({
    functions: {
      sum: (a: number, b: number) => a + b,
      echo: (...args: ReadonlyArray<unknown>) => args,
      fail: () => {
        throw new Error("no luck")
      },
      slow: () => {
        started++
        slow.resolve()
        return new Promise(() => undefined)
      },
      then: () => "never by itself"
    }
  })
})
afterAll(() => emulator[Symbol.asyncDispose]())

const make = () => App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })

describe("user.callFunction", () => {
  it("calls a function with JavaScript values and answers one", async () => {
    await using app = make()
    const user = await app.logIn(Credentials.anonymous())
    assert.strictEqual(await user.callFunction("sum", [1, 2]), 3)
    assert.strictEqual(await user.functions["sum"]?.(1.5, 2), 3.5)
    const values = [1, 1.5, 2 ** 40, 2n ** 60n, new Date(0), { $oid: "5e13a41e1b38d358430ed1f3" }, null, { a: ["b"] }]
    assert.deepStrictEqual(await user.callFunction("echo", values), values)
    assert.deepStrictEqual(await user.functions["echo"]?.(), [])
  })

  it("rejects with what the function threw, or that there is none", async () => {
    await using app = make()
    const user = await app.logIn(Credentials.anonymous())
    assert.include(await rejection(user.callFunction("fail")), {
      _tag: "FunctionExecutionError",
      description: "no luck"
    })
    assert.include(await rejection(user.callFunction("misspelled")), {
      _tag: "FunctionNotFound",
      description: "function not found: 'misspelled'"
    })
    assert.include(await rejection(user.callFunction("find", [], { service: "mongodb-atlas" })), {
      _tag: "ServiceNotFound",
      description: "service not found: 'mongodb-atlas'"
    })
  })

  it("renews an expired token first", async () => {
    await using app = make()
    const user = await app.logIn(Credentials.anonymous())
    await emulator.clock.advance("31 minutes")
    assert.strictEqual(await user.callFunction("sum", [1, 2]), 3)
  })

  it("ends when the caller aborts, and is sent once", async () => {
    await using app = make()
    const user = await app.logIn(Credentials.anonymous())
    const controller = new AbortController()
    const call = rejection(user.callFunction("slow", [], { signal: controller.signal }))
    await slow.promise
    controller.abort()
    assert.instanceOf(await call, Error)
    assert.strictEqual(started, 1)
  })

  it("calls nothing when its functions are awaited, printed, written or read", async () => {
    await using app = make()
    const user = await app.logIn(Credentials.anonymous())
    assert.strictEqual(await user.functions, user.functions)
    assert.strictEqual(JSON.stringify(user.functions) + inspect(user.functions), "{}{}")
    assert.strictEqual(String(user.functions), "[object Object]")
    assert.strictEqual(await user.callFunction("then"), "never by itself")
  })
})
