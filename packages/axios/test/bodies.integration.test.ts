/** What a second request sends: the same body, or nothing at all. */
import { attachBearer } from "@atlas-bearer/axios"
import { assert, describe, it } from "@effect/vitest"
import axios from "axios"
import FormDataPackage from "form-data"
import { Readable } from "node:stream"
import { ok, scriptedServer, wait } from "./scriptedServer.ts"
import { counting, rejection } from "./sources.ts"

const formOf = (...parts: ReadonlyArray<unknown>) => {
  const form = new FormDataPackage()
  for (const part of parts) form.append("part", part, { filename: "part.txt" })
  return form
}

const webForm = () => {
  const form = new FormData()
  form.set("file", new Blob(["content"]), "file.txt")
  return form
}

const bodies: Readonly<Record<string, { readonly make: () => unknown; readonly sent: RegExp; readonly type: RegExp }>> =
  {
    "a string": { make: () => "content", sent: /^content$/, type: /x-www-form-urlencoded/ },
    "a Buffer": { make: () => Buffer.from("content"), sent: /^content$/, type: /x-www-form-urlencoded/ },
    "an ArrayBuffer": { make: () => new TextEncoder().encode("content"), sent: /^content$/, type: /./ },
    "URLSearchParams": { make: () => new URLSearchParams({ a: "1" }), sent: /^a=1$/, type: /x-www-form-urlencoded/ },
    "FormData": { make: webForm, sent: /filename="file\.txt".*content/s, type: /multipart\/form-data; ?boundary=/ },
    "a Blob": { make: () => new Blob(["content"], { type: "text/a" }), sent: /^content$/, type: /text\/a/ },
    "a JSON object": { make: () => ({ a: [1] }), sent: /^\{"a":\[1\]\}$/, type: /json/ },
    "a form-data form": {
      make: () => formOf("content", Buffer.from("more")),
      sent: /content.*more.*--$/s,
      type: /multipart\/form-data; ?boundary=/
    },
    "a function that makes a stream": {
      make: () => () => Readable.from(["con", "tent"]),
      sent: /^content$/,
      type: /x-www-form-urlencoded/
    },
    "a function that makes an object": { make: () => async () => ({ a: 1 }), sent: /^\{"a":1\}$/, type: /json/ }
  }

const { getAdapter } = axios
const kinds = Object.keys(bodies)

describe("a body", () => {
  it.each([
    ...kinds.map((kind) => ({ kind, options: {}, how: "" })),
    ...kinds.map((kind) => ({ kind, options: { getAdapter }, how: ", straight to the adapter" }))
  ])("that is $kind is sent whole each time$how", async ({ kind, options }) => {
    const { make, sent, type } = bodies[kind] ?? assert.fail()
    await using server = await scriptedServer((_, before) =>
      [{ status: 401 }, { status: 200, reset: "before" as const }][before] ?? ok
    )
    const instance = axios.create({ baseURL: server.url })
    attachBearer(instance, counting(server.url).source, options)
    await instance.put("/", make())
    assert.strictEqual(server.asked.length, 3)
    for (const { body, contentType = "" } of server.asked) {
      assert.match(body.trimEnd(), sent)
      assert.match(contentType, type)
    }
  })

  it("that a function makes is JSON when the caller says so", async () => {
    await using server = await scriptedServer((_, before) => before === 0 ? { status: 401 } : ok)
    const instance = axios.create({ baseURL: server.url, headers: { "Content-Type": "application/json" } })
    attachBearer(instance, counting(server.url).source)
    let made = 0
    await instance.post("/", () => ({ made: ++made }))
    assert.deepStrictEqual(server.asked.map(({ body }) => body), ["{\"made\":1}", "{\"made\":2}"])
  })

  it("that a function makes has the content type that another interceptor says, and fields in a plain object", async () => {
    await using server = await scriptedServer((_, before) => before === 0 ? { status: 401 } : ok)
    const instance = axios.create({ baseURL: server.url })
    instance.interceptors.request.use((config) => ({
      ...config,
      headers: Object.assign(config.headers, { "Content-Type": "text/a" })
    }))
    attachBearer(instance, counting(server.url).source)
    // @ts-expect-error - as many do, and axios takes it
    instance.interceptors.request.use((config) => ({ ...config, headers: { ...config.headers } }))
    await instance.put("/", () => "content")
    assert.deepStrictEqual(server.asked.map(({ body, contentType }) => [body, contentType]), [
      ["content", "text/a"],
      ["content", "text/a"]
    ])
  })

  it("that a function fails to make is not asked for again", async () => {
    await using server = await scriptedServer(() => ok)
    const instance = axios.create({ baseURL: server.url })
    attachBearer(instance, counting(server.url).source)
    let made = 0
    const error = new Error("no such file")
    const make = () => {
      made++
      throw error
    }
    assert.strictEqual(await rejection(instance.put("/", make)), error)
    assert.strictEqual(made, 1)
    assert.isEmpty(server.asked)
  })

  const streams: Readonly<Record<string, () => unknown>> = {
    "a stream": () => Readable.from(["content"]),
    "a form-data form with a stream": () => formOf("x", Readable.from(["content"]))
  }

  it.each(Object.keys(streams))(
    "that is %s is sent once; the error says why, and the next call works",
    async (kind) => {
      for (const refusal of [{ status: 401 }, wait(429, 1), { status: 503 }]) {
        await using server = await scriptedServer((_, before) => before === 0 ? refusal : ok)
        const instance = axios.create({ baseURL: server.url })
        attachBearer(instance, counting(server.url).source)
        const error = await rejection(instance.put("/", streams[kind]?.()))
        assert.instanceOf(error, axios.AxiosError)
        assert.propertyVal(error.cause, "_tag", "BodyNotReplayable")
        assert.include(error.message, String(refusal.status))
        assert.strictEqual(error.response?.status, refusal.status)
        assert.strictEqual(server.asked.length, 1)
        assert.include(server.asked[0]?.body, "content")
        await instance.get("/")
        assert.strictEqual(server.asked[1]?.authorization, refusal.status === 401 ? "Bearer t2" : "Bearer t1")
      }
    }
  )
})
