/** More than a server should take: the command stays within its memory, and goes on serving. */
import { assert, describe, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { request } from "node:http"
import { connect, type Socket } from "node:net"
import { afterAll, beforeAll } from "vitest"
import { start } from "./command.ts"
import { residentMegabytes } from "./memory.ts"

let emulator: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  emulator = await start("--token-rate-limit", "off")
})
afterAll(() => emulator[Symbol.asyncDispose]())

const app = "/api/client/v2.0/app/myapp-abcde"
const location = () => fetch(`${emulator.url}${app}/location`)

const send = async (path: string, body: string, headers: Readonly<Record<string, string>> = {}) => {
  const response = await fetch(`${emulator.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body
  })
  const text = await response.text()
  assert.notMatch(text, /\bat \S+ \(|node_modules/)
  return { status: response.status, body: text }
}

const logIn = async () => {
  const { body } = await send(`${app}/auth/providers/anon-user/login`, "{}")
  const { access_token: token }: { readonly access_token: string } = JSON.parse(body)
  return { authorization: `Bearer ${token}` }
}

/** Bytes without an end, or as many as were promised. How the server took it. */
const upload = (megabytes: number, headers: Readonly<Record<string, string | number>>) =>
  new Promise<number | "closed">((resolve) => {
    const chunk = Buffer.alloc(1 << 16, 120)
    const sending = request(`${emulator.url}${app}/auth/providers/local-userpass/login`, { method: "POST", headers })
    let left = megabytes * 16
    const more = () => {
      while (left-- > 0 && !sending.destroyed) if (!sending.write(chunk)) return void sending.once("drain", more)
      sending.end()
    }
    sending.on("response", (reply) => {
      resolve(reply.statusCode ?? 0)
      sending.destroy()
    })
    sending.on("error", () => resolve("closed"))
    more()
  })

describe("bodies", () => {
  it("of 100 MiB are not read, announced or in chunks", async () => {
    const before = residentMegabytes(emulator.child)
    const json = { "content-type": "application/json" }
    for (const headers of [{ ...json, "content-length": 100 << 20 }, { ...json, "transfer-encoding": "chunked" }]) {
      assert.include([413, "closed"], await upload(100, headers))
    }
    assert.isBelow(residentMegabytes(emulator.child) - before, 60)
    assert.strictEqual((await location()).status, 200)
  })

  it("of a MiB are taken, and what is deeply nested is refused or dealt with", async () => {
    const deep = (open: string, close: string, depth: number) => `${open.repeat(depth)}${close.repeat(depth)}`
    const headers = await logIn()
    const fitting = JSON.stringify({ username: "a@example.com", password: "x".repeat(1_000_000) })
    assert.strictEqual((await send(`${app}/auth/providers/local-userpass/login`, fitting)).status, 401)
    const before = residentMegabytes(emulator.child)
    const replies = [
      await send(`${app}/auth/providers/anon-user/login`, deep("[", "]", 500_000)),
      await send(`${app}/auth/providers/local-userpass/login`, deep("{\"username\":", "}", 80_000)),
      await send(`${app}/auth/providers/custom-function/login`, `{"a":${deep("[", "]", 400_000)}}`),
      await send(`${app}/functions/call`, `{"name":"f","arguments":${deep("[", "]", 400_000)}}`, headers),
      await send("/api/admin/v3.0/auth/providers/mongodb-cloud/login", deep("[", "]", 500_000)),
      await send("/__emulator/faults", `{"action":{"type":"status","status":503,"body":${deep("[", "]", 1_000)}}}`)
    ]
    assert.deepStrictEqual(replies.map(({ status }) => status), replies.map(() => 400))
    const brackets = await send(
      `${app}/functions/call`,
      JSON.stringify({ name: "[".repeat(5_000), arguments: [] }),
      headers
    )
    assert.strictEqual(brackets.status, 404)
    const query = await send(`${app}/graphql`, JSON.stringify({ query: deep("{a", "}", 100_000) }), headers)
    assert.match(query.body, /nested more than 100 levels/)
    assert.isBelow(residentMegabytes(emulator.child) - before, 100)
    assert.strictEqual((await location()).status, 200)
  })
})

describe("odd text", () => {
  const lup = `${app}/auth/providers/local-userpass`
  const password = "long-enough"

  it.each([
    ["NUL", ["a\u0000b@example.com", "a\u0000c@example.com"]],
    ["names of an object's own", ["__proto__", "constructor"]]
  ])("with %s keeps users apart", async (_, emails) => {
    for (const email of emails) {
      const registered = await send(`${lup}/register`, JSON.stringify({ email, password: `${password}${email}` }))
      assert.include([201, 400], registered.status, registered.body)
      if (registered.status === 400) continue
      const other = emails.find((each) => each !== email)
      const logIn = (username = "") =>
        send(`${lup}/login`, JSON.stringify({ username, password: `${password}${email}` }))
      assert.strictEqual((await logIn(email)).status, 200)
      assert.strictEqual((await logIn(other)).status, 401)
    }
  })

  it("with lone surrogates is what Go makes of it: U+FFFD", async () => {
    const register = (email: string) => send(`${lup}/register`, JSON.stringify({ email, password }))
    assert.strictEqual((await register("a\ud800@example.com")).status, 201)
    assert.strictEqual((await register("a\udfff@example.com")).status, 409)
    assert.strictEqual(
      (await send(`${lup}/login`, JSON.stringify({ username: "a\ufffd@example.com", password }))).status,
      200
    )
  })
})

/** As many as this machine lets a process have, up to 10,000. */
const limit = Number(execFileSync("sh", ["-c", "ulimit -Hn"]).toString().trim()) || 20_000
const connections = Math.min(10_000, limit - 1_000)

describe(`${connections} open connections`, () => {
  it("leave room for one more, and for themselves", async () => {
    await using emulator = await start()
    const { hostname, port } = new URL(emulator.url)
    const location = () => fetch(`${emulator.url}${app}/location`)
    const sockets: Array<Socket> = []
    const opened = () =>
      new Promise<void>((resolve, reject) => {
        const socket = connect(Number(port), hostname, resolve).on("error", reject)
        sockets.push(socket)
      })
    try {
      while (sockets.length < connections) {
        await Promise.all(Array.from({ length: Math.min(500, connections - sockets.length) }, opened))
      }
      assert.strictEqual((await location()).status, 200)
      const last = sockets.at(-1)
      const answered = new Promise<string>((resolve) => last?.once("data", (data) => resolve(String(data))))
      last?.write(`GET ${app}/location HTTP/1.1\r\nHost: a\r\n\r\n`)
      assert.match(await answered, /^HTTP\/1\.1 200 /)
      assert.isBelow(residentMegabytes(emulator.child), 80 + connections * 0.035)
    } finally {
      for (const socket of sockets) socket.destroy()
    }
    assert.strictEqual((await location()).status, 200)
  })
})
