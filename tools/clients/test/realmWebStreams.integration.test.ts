/** realm-web 2.0.1, unmodified: results that are streams. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import * as Realm from "realm-web"
import { afterAll, beforeAll } from "vitest"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start({
    functions: {
      count: async function*(from: number) {
        yield* [from, from + 1]
      }
    }
  })
})
afterAll(() => emulator[Symbol.asyncDispose]())

const logIn = () =>
  new Realm.App({ id: DefaultSeed.app.clientAppId, baseUrl: emulator.url }).logIn(Realm.Credentials.anonymous(false))

describe("realm-web", () => {
  it("reads what a function streams", async () => {
    const user = await logIn()
    const decoder = new TextDecoder()
    let text = ""
    for await (const chunk of await user.functions.callFunctionStreaming("count", 7)) {
      text += decoder.decode(chunk, { stream: true })
    }
    const numbers = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => Realm.BSON.EJSON.parse(data))
    assert.deepStrictEqual(numbers, [7, 8])
  })
})
