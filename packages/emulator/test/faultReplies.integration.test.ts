/** Replies that a fault makes or spoils, as a client on a plain socket sees them. */
import { assert, describe, it } from "@effect/vitest"
import { afterAll, afterEach, beforeAll } from "vitest"
import * as Emulator from "../src/Emulator.ts"
import type { FaultInput } from "../src/Fault.ts"
import { rawExchange } from "./rawExchange.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
  await emulator.clock.freeze()
  await emulator.clock.set(Date.UTC(2031, 0, 1))
})
afterAll(() => emulator[Symbol.asyncDispose]())
afterEach(() => emulator.faults.clear())

const login = "/api/client/v2.0/app/myapp-abcde/auth/providers/anon-user/login"
const fields = { "content-type": "application/json" }

const loggedIn = async (action: FaultInput["action"], path = login) => {
  await emulator.faults.arm({ action })
  return await rawExchange(emulator.url, { path, fields })
}

describe("replies that the fault makes", () => {
  it.each<[string, FaultInput["action"], string, RegExp]>([
    [
      "the app services' words",
      { type: "status", status: 401 },
      login,
      /^HTTP\/1\.1 401 .*"error_code":"InvalidSession"/s
    ],
    [
      "the token endpoint's words",
      { type: "status", status: 429, retryAfter: 7 },
      "/api/oauth/token",
      /^HTTP\/1\.1 429 .*retry-after: 7\r.*"error":"rate_limited"/s
    ],
    [
      "the access list's words",
      { type: "status", status: 403 },
      "/api/oauth/token",
      /"error":"access_denied","error_description":"IP access list validation failed for the service account\."/
    ],
    [
      "a status of no words",
      { type: "status", status: 403 },
      login,
      /"error":"forbidden","error_code":"BadRequest"/
    ],
    [
      "the Administration API's words",
      { type: "status", status: 429 },
      "/api/atlas/v2/groups",
      /^HTTP\/1\.1 429 .*"error":429,"errorCode":"RATE_LIMITED",.*"reason":"Too Many Requests","parameters":\[\]/s
    ],
    [
      "no body where none is documented",
      { type: "status", status: 503 },
      "/api/oauth/token",
      /content-length: 0\r|\r\n\r\n$/
    ],
    [
      "a code and text of one's own",
      { type: "status", status: 400, code: "Own", description: "told" },
      login,
      /"error":"told","error_code":"Own"/
    ],
    [
      "a body of one's own",
      { type: "status", status: 418, body: [1], headers: { "x-a": "b" } },
      login,
      /x-a: b\r.*\[1\]$/s
    ],
    [
      "a content type of its own",
      { type: "status", status: 401, headers: { "content-type": "application/json; charset=utf-8" } },
      login,
      /content-type: application\/json; charset=utf-8\r/
    ],
    ["Retry-After 0", { type: "status", status: 429, retryAfter: 0 }, login, /retry-after: 0\r/],
    ["a negative Retry-After", { type: "status", status: 429, retryAfter: -3 }, login, /retry-after: -3\r/],
    ["a huge Retry-After", { type: "status", status: 429, retryAfter: 1e15 }, login, /retry-after: 1000000000000000\r/],
    [
      "a Retry-After that is no number",
      { type: "status", status: 429, retryAfter: "soon" },
      login,
      /retry-after: soon\r/
    ],
    [
      "a date, of the emulator's time",
      { type: "status", status: 503, retryAfter: { date: 90 } },
      login,
      /date: Wed, 01 Jan 2031 00:00:00 GMT.*retry-after: Wed, 01 Jan 2031 00:01:30 GMT\r|retry-after: Wed, 01 Jan 2031 00:01:30 GMT.*date: Wed, 01 Jan 2031 00:00:00 GMT\r/s
    ],
    ["a page", { type: "html" }, login, /^HTTP\/1\.1 502 .*content-type: text\/html\r.*<html>/s],
    ["an error under 200", { type: "okWithError" }, login, /^HTTP\/1\.1 200 .*"error_code":"InternalServerError"/s],
    ["a redirect", { type: "redirect", location: "/there" }, login, /^HTTP\/1\.1 308 .*location: \/there\r/s]
  ])("answers with %s", async (_, action, path, expected) => {
    const { received } = await loggedIn(action, path)
    assert.match(received, expected)
  })

  it("leaves Retry-After out unless told", async () => {
    const { received } = await loggedIn({ type: "status", status: 429 })
    assert.notMatch(received, /retry-after/i)
  })
})

describe("replies that the fault spoils", () => {
  it("cuts the body that Content-Length promised", async () => {
    const { body, ended, received } = await loggedIn({ type: "truncatedBody" })
    const [, promised] = /content-length: (\d+)/.exec(received) ?? []
    assert.strictEqual(body.length, Math.floor(Number(promised) / 2))
    assert.strictEqual(ended, "closed")
  })

  it("cuts the body where it is told", async () => {
    assert.strictEqual((await loggedIn({ type: "truncatedBody", bytes: 3 })).body, "{\"a")
  })

  it("sends a chunk whose size is no number", async () => {
    const { body, ended, received } = await loggedIn({ type: "malformedChunk" })
    assert.match(received, /transfer-encoding: chunked/)
    assert.match(body, /^[0-9a-f]+\r\n\{"access_token".*\r\nno size\r\n$/s)
    assert.strictEqual(ended, "closed")
  })

  it("sends a body as slowly as the emulator's clock goes", async () => {
    await emulator.faults.arm({ action: { type: "slowBody", over: "10 minutes" } })
    const path = "/api/client/v2.0/app/myapp-abcde/location"
    const slow = rawExchange(emulator.url, { method: "GET", path })
    await new Promise((resolve) => setTimeout(resolve, 30))
    const [entry] = (await emulator.journal.entries()).slice(-1)
    assert.isNull(entry?.milliseconds)
    // Each byte waits for its own share of the time.
    const moving = setInterval(() => void emulator.clock.advance("1 minute"), 0)
    const { body, ended } = await slow
    clearInterval(moving)
    assert.property(JSON.parse(body), "hostname")
    assert.strictEqual(ended, "closed")
  })

  it("names another content type", async () => {
    const { received } = await loggedIn({ type: "contentType", contentType: "text/plain" })
    assert.match(received, /content-type: text\/plain\r/)
    assert.match(received, /"access_token"/)
  })

  it("sends half of the JSON as a complete reply", async () => {
    const { body, received } = await loggedIn({ type: "invalidJson" })
    assert.strictEqual(Number(/content-length: (\d+)/.exec(received)?.[1]), body.length)
    assert.throws(() => JSON.parse(body))
  })

  it("leaves members and fields out, or sends them twice", async () => {
    const { body, received } = await loggedIn({
      type: "fields",
      missing: ["device_id"],
      doubled: ["user_id"],
      missingHeaders: ["Content-Type"],
      doubledHeaders: ["Date"]
    })
    assert.notMatch(body, /device_id/)
    assert.strictEqual(body.split("\"user_id\"").length, 3)
    assert.notMatch(received, /content-type/i)
    assert.strictEqual(received.split("\r\ndate: ").length, 3)
    assert.strictEqual(Number(/content-length: (\d+)/.exec(received)?.[1]), body.length)
  })
})
