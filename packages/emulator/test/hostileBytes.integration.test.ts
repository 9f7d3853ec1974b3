/** Bytes that are no HTTP, or no sensible one: answered or closed at once, and everybody else is served. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { connect } from "node:net"
import { afterAll, afterEach, beforeAll } from "vitest"
import { Emulator, layer, type Running, start } from "../src/Emulator.ts"
import { ReceiveTimeouts } from "../src/ReceiveTimeouts.ts"

let emulator: Running
beforeAll(async () => {
  emulator = await start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const location = "/api/client/v2.0/app/myapp-abcde/location"
const login = "/api/client/v2.0/app/myapp-abcde/auth/providers/anon-user/login"

const serves = async (url: string) => (await fetch(`${url}${location}`)).status === 200
afterEach(async () => {
  assert.isTrue(await serves(emulator.url))
})

/** All that comes back until the connection ends, or nothing more comes for `patience` milliseconds. */
const exchange = (url: string, sent: string | ReadonlyArray<string>, patience = 2_000) =>
  new Promise<{ readonly received: string; readonly ended: boolean }>((resolve) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    let received = ""
    const finish = (ended: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ received, ended })
    }
    let timer = setTimeout(() => finish(false), patience)
    socket.on("error", () => finish(true)).on("close", () => finish(true))
    socket.on("data", (data) => {
      received += data.toString("latin1")
      timer = timer.refresh()
    })
    for (const part of [sent].flat()) socket.write(part, "latin1")
  })

const head = (...fields: ReadonlyArray<string>) => `${fields.join("\r\n")}\r\n\r\n`
const post = (...fields: ReadonlyArray<string>) =>
  head(`POST ${login} HTTP/1.1`, "Host: a", "Connection: close", ...fields)

describe("malformed HTTP", () => {
  it.each<[string, string, RegExp]>([
    ["garbage", "\u0000\u0001\u0002 no http\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n", /^HTTP\/1\.1 400 /],
    ["an unknown version", head(`GET ${location} HTTP/9.9`, "Host: a"), /^HTTP\/1\.1 400 /],
    ["an unknown method", head(`BREW ${location} HTTP/1.1`, "Host: a"), /^HTTP\/1\.1 400 /],
    ["no Host", head(`GET ${location} HTTP/1.1`), /^HTTP\/1\.1 400 /],
    ["a field without a name", head(`GET ${location} HTTP/1.1`, "Host: a", ": b"), /^HTTP\/1\.1 400 /],
    ["NUL in a field", head(`GET ${location} HTTP/1.1`, "Host: a", "X: a\u0000b"), /^HTTP\/1\.1 400 /],
    ["a negative length", post("Content-Length: -1"), /^HTTP\/1\.1 400 /],
    ["two lengths", post("Content-Length: 1", "Content-Length: 2") + "{}", /^HTTP\/1\.1 400 /],
    ["a length and chunks", post("Content-Length: 2", "Transfer-Encoding: chunked") + "0\r\n\r\n", /^HTTP\/1\.1 400 /],
    [
      "a chunk of no size",
      post("Content-Type: application/json", "Transfer-Encoding: chunked") + "zz\r\n",
      /^HTTP\/1\.1 400 /
    ],
    ["an unknown coding", post("Transfer-Encoding: gzip, chunked") + "0\r\n\r\n", /^HTTP\/1\.1 [245]\d\d /],
    ["CONNECT", head("CONNECT a:443 HTTP/1.1", "Host: a"), /^(?:HTTP\/1\.1 [45]\d\d |$)/],
    ["an upgrade", head(`GET ${location} HTTP/1.1`, "Host: a", "Connection: upgrade", "Upgrade: x"), /^HTTP\/1\.1 /],
    ["a field of 100 KB", head(`GET ${location} HTTP/1.1`, "Host: a", `X: ${"x".repeat(100_000)}`), /^HTTP\/1\.1 431 /],
    ["a target of 100 KB", head(`GET /${"x".repeat(100_000)} HTTP/1.1`, "Host: a"), /^HTTP\/1\.1 4[13][41] /],
    [
      "5,000 fields",
      head(`GET ${location} HTTP/1.1`, "Host: a", ...Array<string>(5_000).fill("X: y")),
      /^HTTP\/1\.1 431 /
    ]
  ])("with %s is refused", async (_, bytes, expected) => {
    const { received } = await exchange(emulator.url, bytes, 500)
    assert.match(received, expected)
  })

  it("answers a thousand requests on one connection in their order", async () => {
    const request = (path: string) => head(`GET ${path} HTTP/1.1`, "Host: a")
    const paths = Array.from({ length: 1_000 }, (_, index) => index % 2 === 0 ? location : "/api/client/v2.0/nothing")
    const { received } = await exchange(emulator.url, [
      ...paths.map(request),
      head(`GET ${location} HTTP/1.1`, "Host: a", "Connection: close")
    ])
    const statuses = [...received.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status)
    assert.deepStrictEqual(statuses, [...paths, location].map((path) => path === location ? "200" : "404"))
  })

  it.each([
    "/api/client/v2.0/app/../../../../etc/passwd",
    "/api/client/v2.0/app/%2e%2e%2f%2e%2e%2fetc%2fpasswd/location",
    "/api/client/v2.0/app/myapp-abcde%00/location",
    "/api/client/v2.0/app/%zz/location",
    "/api/client/v2.0/app/%ff%fe/location",
    "/__emulator/../api/oauth/../../etc/passwd",
    "//evil.example/api/client/v2.0/app/myapp-abcde/location",
    "http://evil.example/etc/passwd",
    "*"
  ])("finds nothing at %s", async (target) => {
    const { received } = await exchange(emulator.url, head(`GET ${target} HTTP/1.1`, "Host: a", "Connection: close"))
    assert.match(received, /^HTTP\/1\.1 40[034] /)
    assert.notInclude(received, "root:")
  })
})

describe("clients that take their time", () => {
  const short = Layer.succeed(ReceiveTimeouts, { head: 100, request: 200, interval: 20 })

  it.effect("are sent away when a request is not complete in time, while others are served", () =>
    Effect.gen(function*() {
      const { url } = yield* Emulator
      const loris = exchange(url, `GET ${location} HTTP/1.1\r\nHost: a\r\nX: `, 10_000)
      const body = exchange(url, post("Content-Type: application/json", "Content-Length: 100") + "{", 10_000)
      assert.isTrue(yield* Effect.promise(() => serves(url)))
      const ended = yield* Effect.promise(() => Promise.all([loris, body]))
      for (const { ended: isEnded, received } of ended) {
        assert.isTrue(isEnded)
        assert.match(received, /^(?:HTTP\/1\.1 408 |$)/)
      }
    }).pipe(Effect.provide(layer().pipe(Layer.provide(short)))))
})
