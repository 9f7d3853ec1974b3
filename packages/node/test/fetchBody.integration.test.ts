/** What is sent, of every kind that `fetch` knows. */
import { ServiceAccount } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { rawServer, type Seen } from "./rawServer.ts"

const account = (baseUrl: string) =>
  ServiceAccount.make({ clientId: "mdb_sa_id_1", clientSecret: "mdb_sa_sk_1", baseUrl })

const echoing = () => rawServer((_, response) => response.writeHead(200).end("ok"))

const form = new FormData()
form.set("name", "movies")

describe("what fetch sends", () => {
  it.concurrent.each<readonly [string, RequestInit["body"], string | RegExp, string | RegExp | undefined]>([
    ["nothing", undefined, "", undefined],
    ["a text", "a=ü", "a=ü", "text/plain;charset=UTF-8"],
    ["bytes", new Uint8Array([1, 97, 98, 1]).subarray(1, 3), "ab", undefined],
    ["an ArrayBuffer", new TextEncoder().encode("ab").buffer, "ab", undefined],
    ["parameters", new URLSearchParams({ a: "1 2" }), "a=1+2", "application/x-www-form-urlencoded;charset=UTF-8"],
    ["a Blob", new Blob(["ab"], { type: "text/css" }), "ab", "text/css"],
    ["a form", form, /name="name"\r\n\r\nmovies/, /^multipart\/form-data; boundary=/]
  ])("is %s, again after a refused token", async (_, body, content, type) => {
    await using server = await rawServer((_request, response, before) =>
      response.writeHead(before === 0 ? 401 : 200).end()
    )
    await using client = account(server.url)
    assert.strictEqual((await client.fetch("/x", { method: "POST", ...(body !== undefined && { body }) })).status, 200)
    const matches = (found: string | undefined, expected: string | RegExp | undefined) =>
      expected instanceof RegExp ? assert.match(found ?? "", expected) : assert.strictEqual(found, expected)
    const [first, second]: ReadonlyArray<Seen> = server.seen
    for (const seen of [first, second]) {
      matches(seen?.body, content)
      matches(seen?.headers["content-type"], type)
    }
    assert.strictEqual(second?.headers.authorization, "Bearer t2")
  })

  it("is a stream once, which a refused token does not send again", async () => {
    await using server = await rawServer((_, response) => response.writeHead(401).end())
    await using client = account(server.url)
    const body = new Blob(["content"]).stream()
    assert.strictEqual((await client.fetch("/x", { method: "POST", body, duplex: "half" } as RequestInit)).status, 401)
    assert.deepStrictEqual(server.seen.map((seen) => seen.body), ["content"])
  })

  it("is what the caller's header fields say, and nothing of them is shown when they are wrong", async () => {
    await using server = await echoing()
    await using client = account(server.url)
    await client.fetch("/x", { headers: [["Accept", "text/html"], ["X-Many", "1"], ["x-many", "2"]] })
    assert.include(server.seen[0]?.headers, {
      accept: "text/html",
      "x-many": "1, 2",
      "accept-encoding": "gzip, deflate"
    })
    const error: unknown = await client.fetch("/x", { headers: { "x-key": "sec\nret" } }).catch((cause: unknown) =>
      cause
    )
    assert.instanceOf(error, TypeError)
    assert.include(String(error), "x-key")
    assert.notInclude(String(error), "ret")
  })

  it("leaves to the global fetch what only that knows", async () => {
    await using server = await echoing()
    await using client = account(server.url)
    assert.strictEqual((await client.fetch("/x", { cache: "no-store" })).status, 200)
    assert.strictEqual(server.seen[0]?.headers["cache-control"], "no-cache")
    assert.strictEqual(server.seen[0]?.headers.authorization, "Bearer t1")
  })

  // Its text is "[object Request]", a path that no server has.
  it("is not another request than the one that a Request says", async () => {
    await using server = await echoing()
    await using client = account(server.url)
    const request = new Request(new URL("/x", server.url), { method: "POST", body: "a" })
    for (const _ of ["the first call", "a later one"]) {
      const error = await Reflect.apply(client.fetch, client, [request]).catch((cause: unknown) => cause)
      assert.instanceOf(error, TypeError)
      assert.match(String(error), /Request/)
    }
    assert.isEmpty(server.seen)
  })
})
