/** How a request ends before its time, and what is left of it. */
import { ServiceAccount } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { setTimeout as sleep } from "node:timers/promises"
import { rawServer } from "./rawServer.ts"

const account = (baseUrl: string) =>
  ServiceAccount.make({ clientId: "mdb_sa_id_1", clientSecret: "mdb_sa_sk_1", baseUrl })

/** How the promise fails after the abort, and that it does so within 10 ms. */
const aborted = async (promise: Promise<unknown>, abort: () => void) => {
  const failure = promise.then(() => "no failure", (error: unknown) => error)
  const late = sleep(10).then(() => "late")
  abort()
  return Promise.race([failure, late])
}

const reason = new Error("enough")

describe("an aborted fetch", () => {
  it("sends nothing when it is aborted before", async () => {
    await using server = await rawServer((_, response) => response.end())
    await using client = account(server.url)
    await client.fetch("/x")
    const error = await client.fetch("/x", { signal: AbortSignal.abort(reason) }).catch((cause: unknown) => cause)
    assert.strictEqual(error, reason)
    assert.strictEqual(server.seen.length, 1)
  })

  it.each([["a first", 0], ["a later", 1]])("ends %s request before its header is here", async (_, earlier) => {
    await using server = await rawServer((_request, response, before) => before < earlier ? response.end() : undefined)
    await using client = account(server.url)
    for (let call = 0; call < earlier; call++) await client.fetch("/x")
    const controller = new AbortController()
    const fetching = client.fetch("/x", { signal: controller.signal })
    while (server.seen.length <= earlier) await sleep(1)
    assert.strictEqual(await aborted(fetching, () => controller.abort(reason)), reason)
  })

  it("ends the content, and the connection with it", async () => {
    await using server = await rawServer((_, response, before) =>
      before === 0 ? response.end() : response.writeHead(200).write("begin")
    )
    await using client = account(server.url)
    await (await client.fetch("/x")).text()
    const controller = new AbortController()
    const response = await client.fetch("/x", { signal: controller.signal })
    const reading = response.text()
    assert.strictEqual(await aborted(reading, () => controller.abort(reason)), reason)
    while (await server.connections() > 0) await sleep(1)
  })

  it("is an AbortError unless the caller says otherwise, and leaves no place taken", async () => {
    await using server = await rawServer((_, response, before) =>
      before === 0 || before > 8 ? response.end() : undefined
    )
    await using client = account(server.url)
    await client.fetch("/x")
    for (let call = 0; call < 8; call++) {
      const controller = new AbortController()
      const fetching = client.fetch("/x", { signal: controller.signal })
      while (server.seen.length < 2 + call) await sleep(1)
      assert.include(await aborted(fetching, () => controller.abort()), { name: "AbortError" })
    }
    assert.strictEqual((await client.fetch("/x")).status, 200)
  })
})

describe("a connection that fails", () => {
  it("between two requests is made anew", async () => {
    await using server = await rawServer((_, response, before) => {
      response.end("ok")
      if (before === 0) response.on("finish", () => response.socket?.destroy())
    })
    await using client = account(server.url)
    await (await client.fetch("/x")).text()
    assert.strictEqual(await (await client.fetch("/x")).text(), "ok")
  })

  it("is tried again for a GET, and is an error with its cause for a POST", async () => {
    await using server = await rawServer((_, response, before) =>
      before === 1 || before === 3 ? response.socket?.destroy() : response.end("ok")
    )
    await using client = account(server.url)
    await (await client.fetch("/x")).text()
    assert.strictEqual(await (await client.fetch("/x")).text(), "ok")
    const error = await client.fetch("/x", { method: "POST" }).catch((cause: unknown) => cause)
    assert(error instanceof TypeError)
    assert.instanceOf(error.cause, Error)
    assert.strictEqual(server.seen.length, 4)
  })

  it("in the middle of the content is an error of the content", async () => {
    await using server = await rawServer((_, response) => {
      response.writeHead(200, { "content-length": "100" }).write("begin")
      setTimeout(() => response.socket?.destroy(), 5)
    })
    await using client = account(server.url)
    const response = await client.fetch("/x")
    assert.instanceOf(await response.text().catch((error: unknown) => error), TypeError)
  })

  it("is closed with the client", async () => {
    await using server = await rawServer((_, response) => response.end("ok"))
    const client = account(server.url)
    await (await client.fetch("/x")).text()
    assert.isAbove(await server.connections(), 0)
    await client[Symbol.asyncDispose]()
    while (await server.connections() > 0) await sleep(1)
    assert.instanceOf(await client.fetch("/x").catch((error: unknown) => error), Error)
  })
})

describe("a fetch from another origin", () => {
  it("has a deadline too, until its header is here", async () => {
    await using server = await rawServer((_, response) => response.end())
    await using other = await rawServer(({ path }, response) => {
      if (path === "/slow") response.write("a", () => setTimeout(() => response.end("b"), 150))
    })
    await using client = account(server.url)
    await client.fetch("/x")
    const error = await client.fetch(`${other.url}/silent`, { deadline: 100 }).catch((cause: unknown) => cause)
    assert.include(error, { _tag: "DeadlineExceeded" })
    assert.strictEqual(await (await client.fetch(`${other.url}/slow`, { deadline: 100 })).text(), "ab")
  })

  it("ends when the caller aborts, with its reason", async () => {
    await using server = await rawServer((_, response) => response.end())
    await using other = await rawServer((_, response) => response.write("a"))
    await using client = account(server.url)
    const controller = new AbortController()
    const response = await client.fetch(other.url, { signal: controller.signal })
    assert.strictEqual(await aborted(response.text(), () => controller.abort(reason)), reason)
    const before = await client.fetch(other.url, { signal: controller.signal }).catch((cause: unknown) => cause)
    assert.strictEqual(before, reason)
  })
})
