import { App, FileTokenStore, LocalVerifier, ServiceAccount, TokenVerifier } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { inspect } from "node:util"
import { rejection } from "./tokens.ts"

const app = { appId: "myapp-abcde" }
const account = { clientId: "mdb_sa_id_1", clientSecret: "hunter2-secret" }
const verifier = { groupId: "g", appId: "a", publicKey: "public", privateKey: "hunter2-secret" }

const thrownBy = (make: () => unknown): unknown => {
  try {
    make()
  } catch (error) {
    return error
  }
  return "nothing was thrown"
}

describe("a wrong option", () => {
  it.each<[string, () => unknown]>([
    ["appId", () => App.make({ appId: "" })],
    ["clientId", () => ServiceAccount.make({ ...account, clientId: " " })],
    ["clientSecret", () => ServiceAccount.make({ ...account, clientSecret: "" })],
    ["groupId", () => TokenVerifier.make({ ...verifier, groupId: "" })],
    ["appId", () => TokenVerifier.make({ ...verifier, appId: "" })],
    ["publicKey", () => TokenVerifier.make({ ...verifier, publicKey: "" })],
    ["privateKey", () => TokenVerifier.make({ ...verifier, privateKey: "" })],
    ["maxAge", () => TokenVerifier.make({ ...verifier, maxAge: -1 })],
    ["capacity", () => TokenVerifier.make({ ...verifier, capacity: 0.5 })],
    ["refusedCapacity", () => TokenVerifier.make({ ...verifier, refusedCapacity: -1 })]
  ])("throws an InvalidOption that names the empty or wrong %s", (option, make) => {
    const thrown = thrownBy(make)
    assert.include(thrown, { _tag: "InvalidOption", option })
    assert.include(inspect(thrown), `InvalidOption: Option ${option} must`)
  })

  // As a caller without types makes them.
  it.each<[string, (...args: ReadonlyArray<never>) => unknown, unknown]>([
    ["options", App.make, undefined],
    ["options", ServiceAccount.make, "mdb_sa_id_1"],
    ["options", TokenVerifier.make, null],
    ["options", LocalVerifier.make, undefined],
    ["options", FileTokenStore.make, undefined],
    ["appId", App.make, { appId: 42 }],
    ["baseUrl", App.make, { ...app, baseUrl: 42 }],
    ["origins", App.make, { ...app, origins: "https://example.com" }],
    ["origins", App.make, { ...app, origins: ["https://example.com/path"] }],
    ["origins", App.make, { ...app, origins: [7] }],
    ["origins", App.make, { ...app, origins: ["http://192.0.2.2:9090"] }],
    ["origins", App.make, { ...app, origins: ["ftp://example.com"] }],
    ["store", App.make, { ...app, store: new Map() }],
    ["store", ServiceAccount.make, { ...account, store: "tokens" }],
    ["throttle", ServiceAccount.make, { ...account, throttle: {} }],
    ["throttle", App.make, { ...app, throttle: { follow: () => undefined } }],
    ["reauthenticate", App.make, { ...app, reauthenticate: "yes" }],
    ["clientSecret", ServiceAccount.make, { ...account, clientSecret: 42 }],
    ["clientSecret", ServiceAccount.make, { ...account, clientSecret: [] }],
    ["clientSecret", ServiceAccount.make, { ...account, clientSecret: ["hunter2-secret", ""] }],
    ["deadline", ServiceAccount.make, { ...account, deadline: "soon" }],
    ["deadline", ServiceAccount.make, { ...account, deadline: NaN }],
    ["deadline", ServiceAccount.make, { ...account, deadline: {} }],
    ["maxRetryAfter", App.make, { ...app, maxRetryAfter: Infinity }],
    ["maxAge", TokenVerifier.make, { ...verifier, maxAge: NaN }],
    ["cache", TokenVerifier.make, { ...verifier, cache: { get: () => undefined } }],
    ["retries", App.make, { ...app, retries: -1 }],
    ["path", FileTokenStore.make, { path: "" }],
    ["onWarning", FileTokenStore.make, { path: "/tmp/x", onWarning: "log" }],
    ["encryptionKey", FileTokenStore.make, { path: "/tmp/x", encryptionKey: "hunter2-secret" }]
  ])("throws an InvalidOption that names %s, and shows no value", (option, make, options) => {
    const error = thrownBy(() => Reflect.apply(make, undefined, [options]))
    assert.include(error, { _tag: "InvalidOption", option })
    assert.notInclude(String(error) + JSON.stringify(error), "hunter2")
  })

  it("is found when a function gives an empty secret, and what it throws is the cause of what is told", async () => {
    await using empty = ServiceAccount.make({ ...account, clientSecret: () => "" })
    assert.include(await rejection(empty.getAccessToken()), { _tag: "InvalidOption", option: "clientSecret" })
    await using sealed = ServiceAccount.make({
      ...account,
      clientSecret: () => Promise.reject(new Error("the vault is sealed"))
    })
    assert.nestedPropertyVal(await rejection(sealed.getAccessToken()), "cause.message", "the vault is sealed")
    // The first call loads what is called.
  }, 30_000)

  // Without it the deadline of the call ended the process.
  it("may be an AbortController in place of its signal", async () => {
    await using made = ServiceAccount.make(account)
    const wrong = Object.assign({ deadline: 10 }, { signal: new AbortController() })
    for (
      const call of [Reflect.apply(made.getAccessToken, made, [wrong]), Reflect.apply(made.fetch, made, ["/x", wrong])]
    ) {
      assert.include(await rejection(call), { _tag: "InvalidOption", option: "signal" })
    }
  })

  it("does not let a call begin", async () => {
    await using made = ServiceAccount.make(account)
    assert.include(await rejection(made.getAccessToken({ deadline: -1 })), {
      _tag: "InvalidOption",
      option: "deadline"
    })
  })

  it.each([
    "nowhere",
    "ftp://example.com",
    "http://example.com",
    "https://user:hunter2@example.com",
    "https://example.com/?x=1",
    "https://example.com/#x"
  ])("throws an InvalidOption that names the base URL %s, and shows no credentials", (baseUrl) => {
    for (
      const make of [
        () => App.make({ ...app, baseUrl }),
        () => ServiceAccount.make({ ...account, baseUrl }),
        () => TokenVerifier.make({ ...verifier, baseUrl })
      ]
    ) {
      const error = thrownBy(make)
      assert.include(error, { _tag: "InvalidOption", option: "baseUrl" })
      assert.notInclude(String(error) + JSON.stringify(error), "hunter2")
    }
  })

  it("allows http: to another machine when that is asked for", async () => {
    await using made = App.make({ ...app, baseUrl: "http://example.com", allowInsecure: true })
    assert.strictEqual(made.id, app.appId)
  })
})
