import { App, ServiceAccount, TokenVerifier } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"

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
    assert.include(thrownBy(make), { _tag: "InvalidOption", option })
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
