/** Faults that cannot be, and those that meet pipelined requests and web pages. */
import { assert, describe, it } from "@effect/vitest"
import { connect } from "node:net"
import { afterAll, afterEach, beforeAll } from "vitest"
import * as Emulator from "../src/Emulator.ts"
import type { FaultInput } from "../src/Fault.ts"
import { rawExchange } from "./rawExchange.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())
afterEach(() => emulator.reset())

const path = "/api/client/v2.0/app/myapp-abcde/location"

/** All that comes until the connection ends, for requests that are sent at once. */
const pipelined = (...fields: ReadonlyArray<string>) =>
  new Promise<string>((resolve) => {
    const { host, hostname, port } = new URL(emulator.url)
    const socket = connect(Number(port), hostname)
    let received = ""
    socket.on("data", (data) => received += String(data))
    socket.on("error", () => undefined)
    socket.on("close", () => resolve(received))
    socket.write(fields.map((field) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${field}\r\n\r\n`).join(""))
  })

const delayed = "x-emulator-fault: {\"type\":\"delay\",\"for\":\"1 minute\"}"

describe("a fault that cannot be", () => {
  it.each<[string, FaultInput["action"]]>([
    ["headers", { type: "status", status: 503, headers: { "a b": "c" } }],
    ["headers", { type: "status", status: 503, headers: { "x-a": "b\r\nc: d" } }],
    ["retryAfter", { type: "status", status: 503, retryAfter: "☃" }],
    ["contentType", { type: "contentType", contentType: "text\n" }],
    ["location", { type: "redirect", location: "/☃" }],
    ["for", { type: "delay", for: "-1 second" }],
    ["over", { type: "slowBody", over: "-1 second" }]
  ])("is not armed, and its %s is named: %j", async (member, action) => {
    const error = await emulator.faults.arm({ action }).then(() => undefined, (error: unknown) => error)
    assert.propertyVal(error, "_tag", "InvalidOption")
    assert.include(String(error), `["${member}"]`)
    assert.lengthOf(await emulator.faults.armed(), 0)
  })
})

describe("Retry-After", () => {
  it.each<[string, number | { readonly date: number }]>([
    ["1000000000000000000000", 1e21],
    ["Fri, 31 Dec 9999 23:59:59 GMT", { date: 1e15 }],
    ["Thu, 01 Jan 1970 00:00:00 GMT", { date: -1e15 }]
  ])("is %s, however far away", async (expected, retryAfter) => {
    await emulator.faults.arm({ action: { type: "status", status: 429, retryAfter } })
    const { received } = await rawExchange(emulator.url, { method: "GET", path })
    assert.include(received, `retry-after: ${expected}\r\n`)
  })
})

describe("pipelined requests", () => {
  it.each(["truncatedBody", "emptyReply", "fields"])("get the replies before %s", async (fault) => {
    await emulator.clock.freeze()
    const receiving = pipelined(delayed, `x-emulator-fault: ${fault}`)
    while ((await emulator.journal.entries()).length < 2) await new Promise((resolve) => setTimeout(resolve, 2))
    await emulator.clock.advance("1 minute")
    const [first = "", second = ""] = (await receiving).split(/(?<=\})(?=HTTP)/)
    assert.match(first, /^HTTP\/1\.1 200 OK\r\n.*"ws_hostname":"[^"]*"\}$/s)
    assert.strictEqual(second.startsWith("HTTP/1.1 200 OK"), fault !== "emptyReply")
  })
})

describe("a web page", () => {
  it.each<FaultInput["action"]>([
    { type: "truncatedBody" },
    { type: "malformedChunk" },
    { type: "slowBody", over: "1 milli" },
    { type: "fields", missing: ["location"] }
  ])("sees a reply that is spoilt: %j", async (action) => {
    await emulator.faults.arm({ action })
    const fields = { origin: "http://localhost:3000" }
    const { received } = await rawExchange(emulator.url, { method: "GET", path, fields })
    assert.match(received, /^HTTP\/1\.1 200 OK\r\n.*access-control-allow-origin: http:\/\/localhost:3000\r\n/s)
    assert.match(received, /\r\nvary: Origin\r\n/)
  })
})
