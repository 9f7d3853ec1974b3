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
    },
    services: {
      "mongodb-atlas": {
        find: (found: object) => [{ ...found, year: 1939 }],
        watch: async function*({ collection, ids }: { collection: string; ids: ReadonlyArray<unknown> }) {
          yield { operationType: "insert", fullDocument: { title: "100 %\r\n", year: 1939n }, ns: { coll: collection } }
          yield { operationType: "delete", documentKey: { _id: ids[0] } }
          throw new Error("the collection was dropped")
        }
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

  it("watches and asks a collection whose service is code", async () => {
    const movies = (await logIn()).mongoClient("mongodb-atlas").db("films").collection("movies")
    assert.deepStrictEqual(await movies.find({ year: 1939 }), [
      { database: "films", collection: "movies", query: { year: 1939 }, year: 1939 }
    ])
    const id = new Realm.BSON.ObjectId()
    const events: Array<unknown> = []
    let failure: unknown
    try {
      for await (const event of movies.watch({ ids: [id] })) events.push(event)
    } catch (error) {
      failure = error
    }
    assert.deepStrictEqual(events, [
      { operationType: "insert", fullDocument: { title: "100 %\r\n", year: 1939 }, ns: { coll: "movies" } },
      { operationType: "delete", documentKey: { _id: id } }
    ])
    assert.deepInclude(failure, { code: "FunctionExecutionError", message: "the collection was dropped" })
  })
})
