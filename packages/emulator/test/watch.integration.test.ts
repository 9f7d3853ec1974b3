/** Changes of an app's own collections, as any client that reads server-sent events sees them. */
import { assert, describe, it } from "@effect/vitest"
import { afterAll, beforeAll } from "vitest"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"
import * as watchedApp from "./watch/watchedApp.ts"

const { task } = watchedApp

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const makeApp = () => watchedApp.make(emulator)

const insert = (data: string) => `mutation { insertOneTask(data: { ${data} }) { _id } }`
const common = { ns: { db: "todo", coll: "tasks" }, documentKey: { _id: { $oid: task } } }

describe("watch", () => {
  it("tells what GraphQL writes, in the order of the writes", async () => {
    const { mutate, watch } = await makeApp()
    using watched = await watch()
    await mutate(
      insert(`_id: "${task}", summary: "100 %", isDone: false, rank: 7, weight: 1.5, due: "1970-01-01T00:00:01Z",
      parts: [{ count: 2 }]`)
    )
    await mutate(
      `mutation { updateOneTask(query: { _id: "${task}" }, set: { isDone: true, due_unset: true }) { _id } }`
    )
    await mutate(`mutation { updateManyTasks(set: { isDone: true }) { modifiedCount } }`)
    await mutate(`mutation { replaceOneTask(query: { isDone: true }, data: { summary: "new" }) { _id } }`)
    await mutate(`mutation { deleteOneTask(query: { _id: "${task}" }) { _id } }`)
    const events = await watched.next(4)
    const inserted = {
      _id: { $oid: task },
      summary: "100 %",
      isDone: false,
      rank: { $numberLong: "7" },
      weight: { $numberDouble: "1.5" },
      due: { $date: { $numberLong: "1000" } },
      parts: [{ count: { $numberInt: "2" } }]
    }
    const { due: _due, ...others } = inserted
    assert.deepStrictEqual(events.map(({ _id, clusterTime: _clusterTime, ...event }) => event), [
      { operationType: "insert", ...common, fullDocument: inserted },
      {
        operationType: "update",
        ...common,
        fullDocument: { ...others, isDone: true },
        updateDescription: { updatedFields: { isDone: true }, removedFields: ["due"] }
      },
      { operationType: "replace", ...common, fullDocument: { _id: { $oid: task }, summary: "new" } },
      { operationType: "delete", ...common }
    ])
    const tokens = events.map(({ _id }) => _id._data)
    assert.deepStrictEqual([...new Set(tokens)].toSorted(), tokens)
  })

  it("says nothing of what was taken back, of other collections and of other apps", async () => {
    const [{ ask, mutate, watch }, other] = [await makeApp(), await makeApp()]
    using watched = await watch()
    using otherWatched = await other.watch()
    const { errors } = await ask(`mutation {
      a: insertOneTask(data: { summary: "a" }) { _id }
      b: insertOneTask(data: { _id: "${task}" }) { _id }
      c: insertOneTask(data: { _id: "${task}" }) { _id }
    }`)
    assert.isArray(errors)
    await mutate(`mutation { insertOneNote(data: { summary: "a note" }) { _id } }`)
    await mutate(insert(`summary: "mine"`))
    await other.mutate(insert(`summary: "theirs"`))
    assert.deepInclude((await watched.next(1))[0].fullDocument, { summary: "mine" })
    assert.deepInclude((await otherWatched.next(1))[0].fullDocument, { summary: "theirs" })
  })

  it("tells some of it: by ids, or by a filter", async () => {
    const { mutate, watch } = await makeApp()
    using byId = await watch({ ids: [{ $oid: task }] })
    using byFilter = await watch({
      filter: { operationType: "insert", "fullDocument.rank": { $gte: { $numberInt: "2" }, $ne: { $numberLong: "3" } } }
    })
    for (const rank of [1, 2, 3, 4]) await mutate(insert(`rank: ${rank}${rank === 3 ? `, _id: "${task}"` : ""}`))
    await mutate(`mutation { deleteManyTasks { deletedCount } }`)
    assert.deepStrictEqual((await byId.next(2)).map(({ operationType }) => operationType), ["insert", "delete"])
    const ranks = (await byFilter.next(2)).map(({ fullDocument }) => fullDocument.rank)
    assert.deepStrictEqual(ranks, [{ $numberLong: "2" }, { $numberLong: "4" }])
  })

  it("is refused before it begins, where it could tell nothing or something wrong", async () => {
    const { open } = await makeApp()
    const refusal = async (argument: object) => {
      const reply = await open(argument)
      const { error, error_code }: { readonly error?: string; readonly error_code?: string } = await reply.json()
      return [reply.status, error_code, error]
    }
    assert.deepStrictEqual(await refusal({ collection: "Tasks" }), [
      403,
      "NoMatchingRuleFound",
      "no rule exists for namespace 'todo.Tasks'"
    ])
    for (
      const [argument, description] of [
        [{}, "'watch' takes a database, a collection, ids and a filter"],
        [{ collection: "tasks", useCompactEvents: true }, "'watch' takes a database, a collection, ids and a filter"],
        [{ collection: "tasks", filter: { "fullDocument.a": { $regex: "b" } } }, "unknown operator: $regex"],
        [{ collection: "tasks", filter: { $expr: {} } }, "unknown operator: $expr"]
      ] as const
    ) assert.deepStrictEqual(await refusal(argument), [400, "BadRequest", description])
  })

  it("is left to a service that has a function of this name", async () => {
    await using own = await Emulator.start({
      services: {
        "mongodb-atlas": {
          watch: async function*() {
            yield "mine"
          }
        }
      }
    })
    const token = await own.tokenLab.mint({ kind: "access" })
    const call = { name: "watch", service: "mongodb-atlas", arguments: [{ database: "d", collection: "movies" }] }
    const path = `/api/client/v2.0/app/${DefaultSeed.app.clientAppId}/functions/call`
    const query = new URLSearchParams({ baas_request: btoa(JSON.stringify(call)), baas_at: token })
    assert.strictEqual(await (await fetch(`${own.url}${path}?${query}`)).text(), ":\n\ndata: \"mine\"\n\n")
  })
})
