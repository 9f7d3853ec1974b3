/** With `tls`, over real TLS: whoever trusts the certificate is served, faults and all, nobody else is. */
import { assert, describe, it } from "@effect/vitest"
import { X509Certificate } from "node:crypto"
import { get } from "node:https"
import { text } from "node:stream/consumers"
import { afterAll, beforeAll } from "vitest"
import * as Certificate from "../src/Certificate.ts"
import * as Emulator from "../src/Emulator.ts"
import type { FaultInput } from "../src/Fault.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start({ tls: true })
})
afterAll(() => emulator[Symbol.asyncDispose]())

const location = "/api/client/v2.0/app/myapp-abcde/location"

const ask = (url: string, ca?: string, headers: Record<string, string> = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    get(url, { ca, headers, agent: false }, (response) => text(response).then(resolve, reject)).on("error", reject)
  })
const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(() => "none", (error: NodeJS.ErrnoException) => error.code ?? error.message)

describe("an emulator with TLS", () => {
  it("serves who trusts its certificate, by address and by name", async () => {
    const { port, protocol } = new URL(emulator.url)
    assert.strictEqual(protocol, "https:")
    for (const host of ["127.0.0.1", "localhost"]) {
      const reply = JSON.parse(await ask(`https://${host}:${port}${location}`, emulator.certificate))
      assert.include(reply, { hostname: `https://${host}:${port}`, ws_hostname: `wss://${host}:${port}` })
    }
  })

  it("is nobody to others", async () => {
    assert.strictEqual(await failure(ask(emulator.url + location)), "DEPTH_ZERO_SELF_SIGNED_CERT")
    const another = Certificate.make([], Date.now())
    assert.notStrictEqual(await failure(ask(emulator.url + location, another.certificate)), "none")
  })

  it.each<[FaultInput["action"]["type"] & ("reset" | "emptyReply" | "truncatedBody")]>([
    ["reset"],
    ["emptyReply"],
    ["truncatedBody"]
  ])("meets %s too", async (fault) => {
    const headers = { "x-emulator-fault": fault }
    assert.strictEqual(await failure(ask(emulator.url + location, emulator.certificate, headers)), "ECONNRESET")
  })

  it("has a certificate for its public name too", async () => {
    await using named = await Emulator.start({ tls: true, publicUrl: "https://emulator.internal:9443" })
    const certificate = new X509Certificate(named.certificate ?? "")
    assert.strictEqual(certificate.checkHost("emulator.internal"), "emulator.internal")
    assert.isDefined(certificate.checkIP("127.0.0.1"))
  })

  it("has no certificate without TLS", async () => {
    await using plain = await Emulator.start()
    assert.isUndefined(plain.certificate)
  })
})

describe("the certificate", () => {
  it("is for this machine and the host, signed by itself, for 825 days", () => {
    const now = Date.UTC(2031, 0, 2)
    const { certificate, key } = Certificate.make(["emulator.test", "10.1.2.3"], now)
    const parsed = new X509Certificate(certificate)
    assert.strictEqual(parsed.subject, "CN=atlas-bearer emulator")
    assert.isTrue(parsed.verify(parsed.publicKey))
    assert.isTrue(parsed.ca)
    for (const host of ["localhost", "emulator.test"]) assert.strictEqual(parsed.checkHost(host), host)
    for (const ip of ["127.0.0.1", "::1", "10.1.2.3"]) assert.isDefined(parsed.checkIP(ip))
    assert.isUndefined(parsed.checkHost("example.com"))
    assert.deepStrictEqual([Date.parse(parsed.validFrom), Date.parse(parsed.validTo)], [
      Date.UTC(2031, 0, 1),
      now + 824 * 24 * 3600 * 1000
    ])
    assert.deepStrictEqual(parsed.keyUsage, ["1.3.6.1.5.5.7.3.1"])
    assert.match(key, /^-----BEGIN PRIVATE KEY-----/)
    assert.notStrictEqual(parsed.serialNumber, new X509Certificate(Certificate.make([], now).certificate).serialNumber)
  })
})
