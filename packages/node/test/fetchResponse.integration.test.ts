/** What is received, of every kind that `fetch` knows. */
import { ServiceAccount } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib"
import { rawServer } from "./rawServer.ts"

const account = (baseUrl: string) =>
  ServiceAccount.make({ clientId: "mdb_sa_id_1", clientSecret: "mdb_sa_sk_1", baseUrl })

describe("what fetch receives", () => {
  const content = "content ".repeat(30_000)

  it.each([
    ["gzip", gzipSync(content)],
    ["deflate", deflateSync(content)],
    ["deflate", deflateRawSync(content)],
    ["br", brotliCompressSync(content)],
    ["gzip, br", brotliCompressSync(gzipSync(content))],
    ["unknown", Buffer.from(content)]
  ])("is decoded from %s", async (coding, bytes) => {
    await using server = await rawServer((_, response) =>
      response.writeHead(200, { "content-encoding": coding }).end(bytes)
    )
    await using client = account(server.url)
    const response = await client.fetch("/x")
    assert.strictEqual(response.headers.get("content-encoding"), coding)
    assert.strictEqual(await response.text(), content)
  })

  it("has a failure of its content in the content", async () => {
    await using server = await rawServer((_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end("this is not gzip")
    )
    await using client = account(server.url)
    const response = await client.fetch("/x")
    assert.instanceOf(await response.text().catch((error: unknown) => error), Error)
  })

  it.each([["HEAD", 200], ["GET", 204], ["GET", 304]])("has no content for %s and %i", async (method, status) => {
    await using server = await rawServer((_, response) =>
      response.writeHead(status, { "content-encoding": "gzip", "x-mine": "1" }).end()
    )
    await using client = account(server.url)
    const response = await client.fetch("/x", { method })
    assert.strictEqual(response.status, status)
    assert.strictEqual(response.headers.get("x-mine"), "1")
    assert.isNull(response.body)
    assert.strictEqual(await response.text(), "")
  })

  it("keeps every field, also those that come more than once, and the status text", async () => {
    await using server = await rawServer((_, response) =>
      response.writeHead(200, "Fine", { "set-cookie": ["a=1", "b=2"] }).end()
    )
    await using client = account(server.url)
    const response = await client.fetch("/x#part")
    assert.deepStrictEqual(response.headers.getSetCookie(), ["a=1", "b=2"])
    assert.strictEqual(response.statusText, "Fine")
    assert.strictEqual(response.url, `${server.url}/x`)
    assert.strictEqual(response.type, "basic")
  })

  it("can be read in every way, and once, whether all of it is here or not", async () => {
    await using server = await rawServer(({ path }, response) => {
      response.writeHead(200, { "content-type": "application/x-www-form-urlencoded" })
      if (path === "/whole") return response.end("a=1")
      response.write("a=")
      return setTimeout(() => response.end("1"), 5)
    })
    await using client = account(server.url)
    const ways: Readonly<Record<string, (response: Response) => Promise<unknown>>> = {
      text: (response) => response.text(),
      bytes: async (response) => Buffer.from(await response.bytes()).toString(),
      arrayBuffer: async (response) => Buffer.from(await response.arrayBuffer()).toString(),
      blob: async (response) => (await response.blob()).text(),
      formData: async (response) => String(new URLSearchParams([["a", String((await response.formData()).get("a"))]])),
      body: (response) => new Response(response.body).text(),
      clone: (response) => response.clone().text().then(() => response.text()),
      "a clone after body": async (response) => response.body && response.clone().text().then(() => response.text())
    }
    for (const path of ["/whole", "/parts"]) {
      for (const [way, read] of Object.entries(ways)) {
        const response = await client.fetch(path)
        assert.isFalse(response.bodyUsed, way)
        assert.strictEqual(await read(response), "a=1", `${way} of ${path}`)
        assert.isTrue(response.bodyUsed, way)
        for (const again of ["text", "json", "arrayBuffer", "blob"] as const) {
          assert.instanceOf(
            await response[again]().catch((error: unknown) => error),
            TypeError,
            `${again} after ${way}`
          )
        }
        assert.throws(() => response.clone(), TypeError)
      }
    }
  })

  it("comes as a stream, no faster than it is read", async () => {
    const chunk = Buffer.alloc(1 << 20)
    let written = 0
    await using server = await rawServer((_, response) => {
      response.writeHead(200)
      const more = () => {
        while (written < 200 && response.write(chunk)) written++
        if (written++ < 200) response.once("drain", more)
        else response.end()
      }
      more()
    })
    await using client = account(server.url)
    const response = await client.fetch("/x")
    const reader = response.body?.getReader()
    await reader?.read()
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.isBelow(written, 100)
    await reader?.cancel()
  })
})
