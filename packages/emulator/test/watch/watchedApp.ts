/** An app whose user writes by GraphQL and watches, as any client that reads server-sent events does. */
import { assert } from "@effect/vitest"
import type * as Emulator from "../../src/Emulator.ts"

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
/** The id of a task. */
export const task = "000000000000000000000001"

/** A fresh app, and what its user may do. */
export const make = async (emulator: Emulator.Running) => {
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
