/** Replies that begin and do not end. */
import { App, Credentials, ServiceAccount, TokenVerifier } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { once } from "node:events"
import { rawServer } from "./rawServer.ts"
import { encode, payload, rejection } from "./tokens.ts"

/** Begins each reply; every other thing is a drip that keeps the connection alive. */
const drippingServer = async (status = 200) => {
  const closed: Array<Promise<unknown>> = []
  const server = await rawServer((_, response) => {
    response.writeHead(status, { "content-type": "application/json" }).write("{")
    const drip = setInterval(() => response.write(" "), 20)
    closed.push(once(response, "close").finally(() => clearInterval(drip)))
  })
  return Object.assign(server, { closed })
}

const deadline = "500 millis"

describe("a reply that does not end", () => {
  it("ends with the deadline of a login, and so does its connection", async () => {
    await using server = await drippingServer()
    await using app = App.make({ appId: "myapp-abcde", baseUrl: server.url })
    assert.propertyVal(
      await rejection(app.logIn(Credentials.anonymous(), { deadline })),
      "_tag",
      "DeadlineExceeded"
    )
    await Promise.all(server.closed)
    assert.isNotEmpty(server.seen)
  })

  it.each([401, 429])(
    "ends with the deadline of a fetch that is refused with %d, and so does its connection",
    async (status) => {
      await using server = await drippingServer(status)
      await using account = ServiceAccount.make({
        clientId: "mdb_sa_id_a",
        clientSecret: "mdb_sa_sk_b",
        baseUrl: server.url
      })
      await account.getAccessToken()
      assert.propertyVal(await rejection(account.fetch("/", { deadline })), "_tag", "DeadlineExceeded")
      await Promise.all(server.closed)
      assert.isNotEmpty(server.seen)
    }
  )

  it("ends with the deadline of a verification, and says nothing of the token", async () => {
    await using server = await drippingServer()
    await using verifier = TokenVerifier.make({
      baseUrl: server.url,
      groupId: "g",
      appId: "a",
      publicKey: "public",
      privateKey: "private"
    })
    const token = `${encode({ alg: "HS256" })}.${encode(payload())}.c2ln`
    assert.propertyVal(await rejection(verifier.verify(token, { deadline })), "_tag", "VerifierUnavailable")
  })
})
