/** `fetch`: the bearer token, Retry-After, what is sent and what is printed. */
import { assert, describe, it } from "@effect/vitest"
import { writeFile } from "node:fs/promises"
import * as path from "node:path"
import { apiServer } from "./apiServer.ts"
import { makeHome } from "./command.ts"

const serviceAccount = {
  ATLAS_BEARER_CLIENT_ID: "mdb_sa_id_0",
  ATLAS_BEARER_CLIENT_SECRET: "mdb_sa_sk_not-to-be-seen"
}
const fetchFlags = ["fetch", "--service-account"]
const bytes = Uint8Array.from([0xff, 0xfe, 0x00, 0x0a])

const answers: Readonly<
  Record<
    string,
    {
      status: number
      body?: string | Uint8Array
      headers?: Record<string, string | Array<string>>
      then?: "break" | "silence"
    }
  >
> = {
  "/broken": { status: 200, body: "part", then: "break" },
  "/silent": { status: 200, body: "part", then: "silence" },
  "/json": { status: 201, body: "{\"a\":1}" },
  "/bytes": { status: 200, body: bytes, headers: { "content-type": "application/octet-stream" } },
  "/exact": {
    status: 200,
    body: "{\n  \"long\": 9007199254740993,\n  \"text\": \"a\\nb\"\n}\n",
    headers: { "set-cookie": ["a=1", "b=2"] }
  },
  "/missing": { status: 404, body: "{\"error\":\"missing\"}" },
  "/soon": { status: 429, headers: { "retry-after": "1" } },
  "/later": { status: 429, headers: { "retry-after": "100" } }
}

const ready = async () => {
  const seen = new Set<string>()
  const server = await apiServer((path) => {
    const isAgain = path === "/soon" && seen.has(path)
    seen.add(path)
    return isAgain ? { status: 200, body: "{}" } : answers[path] ?? { status: 500 }
  })
  const home = await makeHome({ ATLAS_BEARER_BASE_URL: server.url, ...serviceAccount })
  const stack = new AsyncDisposableStack()
  stack.use(server)
  stack.use(home)
  return { server, home, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

describe("fetch", () => {
  it("sends what it is told, with the token", async () => {
    await using api = await ready()
    const body = "{\"name\":\"Ä\"}"
    const printed = await api.home.stdoutOf(
      [...fetchFlags, "-X", "PUT", "-H", "X-One: 1: 2", "-H", "Accept: text/plain", "-d", "@-", "-i", "/json"],
      { stdin: body }
    )
    assert.match(printed, /^HTTP 201 Created\n[^]*content-type: application\/json\n[^]*\n\n\{"a":1\}$/)
    const [asked] = api.server.asked
    assert.include(asked, { method: "PUT", path: "/json", body })
    assert.include(asked?.headers, {
      "authorization": "Bearer token-1",
      "x-one": "1: 2",
      "accept": "text/plain",
      "content-type": "application/json"
    })
  })

  it("prints bytes as they are, and JSON for programs", async () => {
    await using api = await ready()
    const child = api.home.start([...fetchFlags, "/bytes"])
    assert.deepStrictEqual(new Uint8Array(Buffer.concat(await child.stdout.toArray())), bytes)
    const [binary, json] = await Promise.all(
      ["/bytes", "/json"].map(async (path) => JSON.parse(await api.home.stdoutOf([...fetchFlags, "--json", path])))
    )
    assert.include(binary, { status: 200, bodyBase64: Buffer.from(bytes).toString("base64") })
    assert.deepStrictEqual([json.status, json.body], [201, { a: 1 }])
  })

  it("sends the bytes of a file, and of standard input", async () => {
    await using api = await ready()
    const file = path.join(api.home.path, "bytes")
    await writeFile(file, bytes)
    await api.home.stdoutOf([...fetchFlags, "-d", `@${file}`, "/json"])
    await api.home.stdoutOf([...fetchFlags, "-d", "@-", "/json"], { stdin: "two lines\n\n" })
    await api.home.stdoutOf([...fetchFlags, "-d", "@-", "/json"])
    assert.deepStrictEqual(api.server.asked.map(({ bytes }) => bytes), [
      bytes,
      new TextEncoder().encode("two lines\n\n"),
      new Uint8Array()
    ])
  })

  it("leaves every digit and every cookie as it came, on one line", async () => {
    await using api = await ready()
    const printed = await api.home.stdoutOf([...fetchFlags, "--json", "/exact"])
    assert.match(printed, /^\{.*"long": 9007199254740993,.*\}\n$/)
    const { body, headers } = JSON.parse(printed)
    assert.strictEqual(body.text, "a\nb")
    assert.deepStrictEqual(headers["set-cookie"], ["a=1", "b=2"])
  })

  it("waits as long as the server asks, says so on stderr, and gives up what is too long with exit code 5", async () => {
    await using api = await ready()
    const waited = await api.home.run([...fetchFlags, "/soon"])
    assert.deepStrictEqual([waited.code, waited.stdout], [0, "{}"])
    assert.strictEqual(waited.stderr, "Waiting 1 s, as the server asks. Ctrl-C ends it.\n")
    const gaveUp = await api.home.run([...fetchFlags, "/later"])
    assert.deepStrictEqual([gaveUp.code, gaveUp.stdout], [5, ""])
    assert.match(gaveUp.stderr, /^Error: Too many requests: try again in 100 s/)
    const { error } = JSON.parse((await api.home.run([...fetchFlags, "--json", "/later"])).stderr)
    assert.include(error, { tag: "RateLimited", exitCode: 5, retryAfter: 100 })
  })

  it("prints the content of a refusal, and ends with exit code 4", async () => {
    await using api = await ready()
    const { code, stderr, stdout } = await api.home.run([...fetchFlags, "/missing"])
    assert.deepStrictEqual([code, stdout], [4, "{\"error\":\"missing\"}"])
    assert.strictEqual(stderr, "Error: /missing was answered with 404 Not Found\n")
  })

  it("gives the token to no other origin, and takes none from the arguments", async () => {
    await using api = await ready()
    await using other = await apiServer(() => ({ status: 200 }))
    await api.home.stdoutOf([...fetchFlags, `${other.url}/`])
    assert.notProperty(other.asked[0]?.headers, "authorization")
    const malformed = await api.home.run([...fetchFlags, "http://not-to-be-seen:port/"])
    assert.deepStrictEqual([malformed.code, malformed.stderr], [2, "Error: The URL or the method is not valid.\n"])
    const { code, stderr } = await api.home.run([...fetchFlags, "-H", "Authorization: Bearer not-to-be-seen", "/json"])
    assert.strictEqual(code, 2)
    assert.notInclude(stderr, "not-to-be-seen")
  })

  it("ends with exit code 6 when no reply comes", async () => {
    await using api = await ready()
    await api.home.stdoutOf([...fetchFlags, "/json"])
    const gone = await apiServer(() => ({ status: 200 }))
    await gone[Symbol.asyncDispose]()
    const { code, stderr } = await api.home.run([...fetchFlags, gone.url])
    assert.deepStrictEqual([code, stderr], [6, "Error: No reply came (ECONNREFUSED).\n"])
  })

  it.each([{ flags: [] }, { flags: ["--json"] }])(
    "ends with exit code 6 when a reply breaks off: %j",
    async ({ flags }) => {
      await using api = await ready()
      const { code, stderr } = await api.home.run([...flags, ...fetchFlags, "/broken"])
      assert.strictEqual(code, 6)
      assert.match(stderr, /The reply broke off \((?:UND_ERR_SOCKET|ECONNRESET)\)/)
    }
  )

  it("waits no longer for the rest of a reply than it may", async () => {
    await using api = await ready()
    const { code, stderr, stdout } = await api.home.run([...fetchFlags, "--max-time", "1", "/silent"])
    assert.deepStrictEqual([code, stdout], [6, "part"])
    assert.match(stderr, /--max-time/)
    await using other = await apiServer(() => ({ status: 200, then: "silence" }))
    assert.strictEqual((await api.home.run([...fetchFlags, "--max-time", "1", `${other.url}/`])).code, 6)
  })
})
