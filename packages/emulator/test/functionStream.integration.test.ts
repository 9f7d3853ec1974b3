/** Functions whose result is a stream, as any client that reads server-sent events sees it. */
import { assert, describe, it } from "@effect/vitest"
import { once } from "node:events"
import { afterAll, beforeAll } from "vitest"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"

const call = `/api/client/v2.0/app/${DefaultSeed.app.clientAppId}/functions/call`

let left = new EventTarget()
const functions = {
  count: async function*(from: number) {
    yield { n: from, text: "100 %\n" }
    yield new Date(0)
  },
  breaks: async function*() {
    yield 1
    throw new Error("no luck")
  },
  cyclic: async function*() {
    const value: Record<string, unknown> = {}
    value["self"] = value
    yield value
  },
  endless: () => ({
    [Symbol.asyncIterator]: () => {
      let n = 0
      return {
        next: () => n++ === 0 ? Promise.resolve({ value: "first", done: false }) : new Promise<never>(() => undefined),
        return: () => {
          left.dispatchEvent(new Event("left"))
          return Promise.resolve({ value: undefined, done: true })
        }
      }
    }
  }),
  plain: () => [1, 2]
}

let emulator: Emulator.Running
let accessToken = ""
beforeAll(async () => {
  emulator = await Emulator.start({ functions, services: { "mongodb-atlas": {} } })
  accessToken = await emulator.tokenLab.mint({ kind: "access" })
})
afterAll(() => emulator[Symbol.asyncDispose]())

const base64 = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64")

const stream = (
  request: unknown,
  { headers = { authorization: `Bearer ${accessToken}` }, query = {}, ...init }: RequestInit & {
    readonly query?: Record<string, string>
  } = {}
) =>
  fetch(`${emulator.url}${call}?${new URLSearchParams({ baas_request: base64(request), ...query })}`, {
    headers,
    ...init
  })

const named = (name: string, ...args: ReadonlyArray<unknown>) => ({ name, arguments: args })

describe("a stream", () => {
  it("has an event for each value, in canonical EJSON", async () => {
    const reply = await stream(named("count", { $numberInt: "7" }))
    assert.deepStrictEqual([reply.status, reply.headers.get("content-type")], [200, "text/event-stream"])
    assert.strictEqual(
      await reply.text(),
      ":\n\ndata: {\"n\":{\"$numberInt\":\"7\"},\"text\":\"100 %25\\n\"}\n\ndata: {\"$date\":{\"$numberLong\":\"0\"}}\n\n"
    )
  })

  it("goes on as it is when a fault gives it another content type", async () => {
    await emulator.faults.arm({
      match: { path: call },
      when: { nth: 1 },
      action: { type: "contentType", contentType: "text/plain" }
    })
    const reply = await stream(named("count", 7))
    await emulator.faults.clear()
    assert.strictEqual(reply.headers.get("content-type"), "text/plain")
    assert.include(await reply.text(), "data: {\"n\":")
  })

  it.each([["breaks", "no luck", 1], ["cyclic", "Maximum call stack size exceeded", 0]])(
    "ends with an error when %s fails",
    async (name, description, values) => {
      const events = (await (await stream(named(name))).text()).split("\n\n").slice(1, -1)
      const error = JSON.stringify({ error: description, error_code: "FunctionExecutionError" })
      assert.deepStrictEqual(events.at(-1), `event: error\ndata: ${error}`)
      assert.lengthOf(events, values + 1)
    }
  )

  it("tells the function when the client goes", async () => {
    left = new EventTarget()
    const hasLeft = once(left, "left")
    const going = new AbortController()
    const { body } = await stream(named("endless"), { signal: going.signal })
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ""
    while (!text.includes("first")) text += (await reader?.read())?.value ?? ""
    going.abort()
    await hasLeft
  })

  it("is refused as calls are, before it begins", async () => {
    const other = await emulator.control.createApp({})
    const foreign = await emulator.tokenLab.mint({ kind: "access" }, { app: other.clientAppId })
    for (
      const [request, status, code, init] of [
        [named("nope"), 404, "FunctionNotFound", {}],
        [{ ...named("count"), service: "mongodb-atlas" }, 404, "FunctionNotFound", {}],
        [named("plain"), 400, "FunctionExecutionError", {}],
        [{ ...named("count"), service: "mongodb-other" }, 404, "ServiceNotFound", {}],
        ["no JSON", 400, "BadRequest", {}],
        [`{"name":"count","arguments":${"[".repeat(5_000)}${"]".repeat(5_000)}}`, 400, "BadRequest", {}],
        [named("count"), 401, "MissingAuthReq", { headers: {} }],
        [named("count"), 401, "InvalidSession", { headers: {}, query: { baas_at: foreign } }]
      ] as const
    ) {
      const reply = await stream(request, init)
      const body: unknown = await reply.json()
      assert.deepStrictEqual([reply.status, reply.headers.get("content-type")], [status, "application/json"])
      assert.propertyVal(body, "error_code", code)
    }
    assert.strictEqual(
      (await fetch(`${emulator.url}${call}`, { headers: { authorization: `Bearer ${accessToken}` } })).status,
      400
    )
  })

  it("takes the token from the query, and the Stitch SDKs' names; no journal shows it", async () => {
    const query = { stitch_at: accessToken, stitch_request: base64(named("count", 1)), baas_request: "" }
    for (const parameters of [{ baas_at: accessToken, baas_request: query.stitch_request }, query]) {
      const names = Object.entries(parameters).filter(([, value]) => value !== "")
      const reply = await fetch(`${emulator.url}${call}?${new URLSearchParams(names)}`)
      assert.include(await reply.text(), "data: {\"n\":{\"$numberInt\":\"1\"}")
    }
    const journal = JSON.stringify(await emulator.journal.entries())
    assert.include(journal, "stitch_at=access-")
    assert.notInclude(journal, accessToken)
  })

  it("does not hold up the end of the emulator", async () => {
    const short = await Emulator.start({ functions })
    const token = await short.tokenLab.mint({ kind: "access" })
    const query = new URLSearchParams({ baas_request: base64(named("endless")), baas_at: token })
    const { body } = await fetch(`${short.url}${call}?${query}`)
    await short[Symbol.asyncDispose]()
    const failure = await new Response(body).text().catch((error: unknown) => error)
    assert.instanceOf(failure, TypeError)
  })
})
