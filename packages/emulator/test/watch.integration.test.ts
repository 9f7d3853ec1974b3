/** Changes of an app's own collections, as any client that reads server-sent events sees them. */
import { assert, describe, it } from "@effect/vitest"
import { afterAll, beforeAll } from "vitest"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const collection = {
  collection: "tasks",
  jsonSchema: {
    title: "Task",
    bsonType: "object",
    properties: {
      _id: { bsonType: "objectId" },
      summary: { bsonType: "string" },
      isDone: { bsonType: "bool" },
      rank: { bsonType: "long" },
      weight: { bsonType: "double" },
      due: { bsonType: "date" },
      parts: { bsonType: "array", items: { bsonType: "object", properties: { count: { bsonType: "int" } } } }
    }
  }
}
const notes = { collection: "notes", jsonSchema: { ...collection.jsonSchema, title: "Note" } }
const task = "000000000000000000000001"

/** A fresh app, and what its user may do. */
const makeApp = async () => {
  const { clientAppId } = await emulator.control.createApp({ collections: [collection, notes] })
  const url = `${emulator.url}/api/client/v2.0/app/${clientAppId}`
  const login = await fetch(`${url}/auth/providers/anon-user/login`, { method: "POST" })
  const { access_token }: { readonly access_token: string } = await login.json()
  const headers = { "authorization": `Bearer ${access_token}`, "content-type": "application/json" }
  const ask = async (query: string): Promise<{ readonly errors?: unknown }> => {
    const reply = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) })
    return reply.json()
  }
  const mutate = async (query: string) => assert.isUndefined((await ask(query)).errors)
  const open = (argument: object, signal?: AbortSignal) => {
    const call = { name: "watch", service: "mongodb-atlas", arguments: [{ database: "todo", ...argument }] }
    const query = new URLSearchParams({ baas_request: Buffer.from(JSON.stringify(call)).toString("base64") })
    return fetch(`${url}/functions/call?${query}`, { headers, ...(signal && { signal }) })
  }
  /** The next events, once the stream has begun. */
  const watch = async (argument: object = {}) => {
    const going = new AbortController()
    const reply = await open({ collection: "tasks", ...argument }, going.signal)
    const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ""
    const readUntil = async (isEnough: () => boolean) => {
      while (!isEnough()) {
        const { value } = await reader?.read() ?? {}
        if (value === undefined) throw new Error(`the stream ended: ${text}`)
        text += value
      }
    }
    await readUntil(() => text.startsWith(":\n\n"))
    text = text.slice(3)
    return {
      next: async (count: number) => {
        await readUntil(() => text.split("\n\n").length > count)
        const events = text.split("\n\n").slice(0, count)
        text = text.split("\n\n").slice(count).join("\n\n")
        // The shapes are what the tests assert.
        return events.map((event) => JSON.parse(event.replace(/^data: /, "").replaceAll("%25", "%")))
      },
      [Symbol.dispose]: () => going.abort()
    }
  }
  return { ask, mutate, open, watch }
}

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
