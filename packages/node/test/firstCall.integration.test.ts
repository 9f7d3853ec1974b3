/** Clients whose code is not loaded yet. */
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials, ServiceAccount, TokenVerifier } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { afterAll, beforeAll } from "vitest"
import { type Answer, scriptedServer } from "./scriptedServer.ts"
import { rejection } from "./tokens.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const makeApp = () => App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
const account = { clientId: "mdb_sa_id_1", clientSecret: "mdb_sa_sk_1" }
const disposed = "This client has been disposed of."

describe("A client before its first call", () => {
  it("has no users and remembers no token", async () => {
    await using app = makeApp()
    await using verifier = TokenVerifier.make({ groupId: "g", appId: "a", publicKey: "p", privateKey: "k" })
    await app.ready
    assert.isUndefined(app.currentUser)
    assert.isEmpty(app.users)
    assert.isUndefined(verifier.verifyAtOnce("t1"))
    assert.include(await verifier.inspect(), { hits: 0, misses: 0, valid: 0 })
  })

  it("is disposed of, and refuses calls from then on", async () => {
    const app = makeApp()
    const session = app.resume({ refreshToken: "r1", userId: "u1" })
    await app[Symbol.asyncDispose]()
    for (
      const call of [
        () => app.logIn(Credentials.anonymous()),
        () => app.location(),
        () => app.emailPassword.register({ email: "a@example.com", password: "password" }),
        () => session.getAccessToken(),
        () => session.apiKeys.fetchAll()
      ]
    ) {
      assert.propertyVal(await rejection(call()), "message", disposed)
    }
    for await (const _ of app.events) assert.fail("nothing happens any more")
  })

  it("sends nothing when it is disposed of during the first call", async () => {
    await using server = await scriptedServer(() => ({ status: 200 }))
    const client = ServiceAccount.make({ ...account, baseUrl: server.url })
    const events = client.events[Symbol.asyncIterator]()
    const event = events.next()
    const call = rejection(client.fetch("/x"))
    await client[Symbol.asyncDispose]()
    assert.propertyVal(await call, "message", disposed)
    assert.deepStrictEqual(await event, { done: true, value: undefined })
    assert.isEmpty(server.asked)
  })

  it.each<[string, Answer]>([
    ["for the server", { status: 429, headers: { "retry-after": "30" } }],
    ["for the next try", { status: 503 }]
  ])("says so to a call that waits %s when it is disposed of", async (_, answer) => {
    await using server = await scriptedServer(() => answer)
    const client = ServiceAccount.make({ ...account, baseUrl: server.url })
    const events = client.events[Symbol.asyncIterator]()
    const call = rejection(client.fetch(`/${answer.status}`, { idempotent: true, retries: 1000 }))
    for (let tag = ""; tag !== "retried"; tag = (await events.next()).value._tag);
    await client[Symbol.asyncDispose]()
    assert.propertyVal(await call, "message", disposed)
  })
})

describe("The first call", () => {
  it.each([
    () => Buffer.from("now"),
    () => new TextEncoder().encode("now").buffer,
    () => new URLSearchParams("now")
  ])("sends what it was given, whatever its caller does to that afterwards", async (make) => {
    await using server = await scriptedServer(() => ({ status: 200 }))
    await using client = ServiceAccount.make({ ...account, baseUrl: server.url })
    const body = make()
    const url = new URL("/now", server.url)
    const options: RequestInit = { method: "POST", body }
    const response = client.fetch(url, options)
    url.pathname = "/later"
    options.method = "PUT"
    if (body instanceof URLSearchParams) body.append("later", "1")
    else new Uint8Array(body instanceof ArrayBuffer ? body : body.buffer).fill(0)
    await response
    assert.strictEqual(server.asked[0]?.body.replace("=", ""), "now")
    assert.include(server.asked[0], { method: "POST", path: "/now" })
  })

  it("rejects a wrong header field by its name alone", async () => {
    await using client = ServiceAccount.make({ ...account, baseUrl: "http://127.0.0.1:9" })
    const error = await rejection(client.fetch("/x", { headers: { "x-key": "hunter2\nx" } }))
    assert.propertyVal(error, "message", "The header field x-key has an invalid value.")
  })
})

describe("Events before the first call", () => {
  it("begin with the first, also for who listens after that call", async () => {
    await using server = await scriptedServer((_, before) => ({ status: before === 0 ? 503 : 200 }))
    await using client = ServiceAccount.make({ ...account, baseUrl: server.url })
    const response = client.fetch("/x")
    const tags: Array<string> = []
    for await (const { _tag } of client.events) {
      tags.push(_tag)
      if (_tag === "retried") break
    }
    assert.strictEqual((await response).status, 200)
    assert.strictEqual(tags[0], "tokenObtained")
  })

  it("go to everybody who listens, and to nobody who has stopped", async () => {
    await using server = await scriptedServer(() => ({ status: 200 }))
    await using client = ServiceAccount.make({ ...account, baseUrl: server.url })
    const [one, two, gone] = [client.events, client.events, client.events].map((all) => all[Symbol.asyncIterator]())
    const first = [one?.next(), two?.next()]
    const stopped = gone?.next()
    await gone?.return?.()
    await client.getAccessToken()
    for (const event of await Promise.all(first)) assert.propertyVal(event?.value, "_tag", "tokenObtained")
    assert.propertyVal(await stopped, "done", true)
    assert.propertyVal(await gone?.next(), "done", true)
  })
})

describe("A session that is resumed before its app's first call", () => {
  it("is what it was, and works as any other", async () => {
    await using begun = makeApp()
    const credentials = Credentials.emailPassword(DefaultSeed.user)
    const resumable = (await begun.authenticate(credentials)).export()
    await using app = makeApp()
    const session = app.resume(resumable)
    assert.strictEqual(session.id, resumable.userId)
    assert.deepStrictEqual(session.export(), resumable)
    assert.deepStrictEqual(session.customData, {})
    assert.isFalse(session.isRefusal("{\"error\":\"invalid session\",\"error_code\":\"InvalidSession\"}"))
    assert.strictEqual((await session.refreshProfile()).data["email"], DefaultSeed.user.username)
    assert.isTrue(session.isRefusal("{\"error\":\"invalid session\",\"error_code\":\"InvalidSession\"}"))
    const { origin } = session
    assert.strictEqual(typeof origin === "function" ? await origin() : origin, emulator.url)
    assert.strictEqual((await session.fetch("/api/client/v2.0/auth/profile")).status, 200)
    assert.isUndefined((await session.graphql({ query: "{ movies { title } }" })).errors)
    const token = await session.getAccessToken()
    await session.invalidate(token)
    await session.refresh()
    assert.notStrictEqual(await session.getAccessToken(), token)
    assert.isEmpty(app.users)
    assert.deepStrictEqual(session.export(), resumable)
    await session.logOut()
    assert.propertyVal(await rejection(session.getAccessToken()), "_tag", "SessionEnded")
  })

  it("throws an InvalidOption for an empty refresh token", async () => {
    await using app = makeApp()
    assert.throws(() => app.resume({ refreshToken: "", userId: "u1" }), /Option refreshToken/)
  })
})
