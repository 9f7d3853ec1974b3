/** A deadline is for the whole of a call, over the wire: every step of it, and the content of every reply. */
import { App, Credentials, ServiceAccount } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import type { ServerResponse } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { rawServer } from "./rawServer.ts"

const longest = 2000

/** An app that answers each path of `slow` so many milliseconds late, and of each path of `silent` begins an answer only. */
const appServer = () => {
  const slow: Record<string, number> = {}
  const silent = new Set<string>()
  const server = rawServer(async ({ path = "" }, response) => {
    const step = path.replace(/^.*\/|\?.*$/g, "")
    await sleep(slow[step] ?? 0)
    response.writeHead(step === "session" ? 201 : 200, { "content-type": "application/json" })
    if (silent.has(step)) return response.write("{")
    return response.end(JSON.stringify(replies(response)[step] ?? {}))
  })
  return { slow, silent, server }
}

const replies = ({ req: { headers } }: ServerResponse): Record<string, unknown> => ({
  location: {
    deployment_model: "LOCAL",
    location: "US-VA",
    hostname: `http://${headers.host}`,
    ws_hostname: `ws://${headers.host}`
  },
  login: { access_token: "a1", refresh_token: "r1", user_id: "u1" },
  profile: { user_id: "u1", identities: [], data: {}, type: "normal" },
  session: { access_token: "a2" },
  graphql: { data: { movies: [] } }
})

/** What the call rejects with, which it has to do soon. */
const rejection = async (call: Promise<unknown>): Promise<unknown> => {
  const began = performance.now()
  const error = await Promise.race([call.then(() => "fulfilled"), sleep(longest, "late")]).catch((cause: unknown) =>
    cause
  )
  assert.isBelow(performance.now() - began, longest)
  return error
}

const exceeded = { _tag: "DeadlineExceeded" }
const credentials = Credentials.anonymous()

describe("a deadline", () => {
  it("is that of all steps of a login together", async () => {
    const { server: starting, slow } = appServer()
    await using server = await starting
    await using app = App.make({ appId: "a", baseUrl: server.url })
    await app.location()
    Object.assign(slow, { login: 400, profile: 400 })
    assert.include(await rejection(app.logIn(credentials, { deadline: 600 })), exceeded)
    assert.deepStrictEqual(app.users, [])
    assert.strictEqual((await app.logIn(credentials, { deadline: 2000 })).id, "u1")
  })

  it("is that of the renewal and the request together", async () => {
    const { server: starting, slow } = appServer()
    await using server = await starting
    await using app = App.make({ appId: "a", baseUrl: server.url })
    const user = await app.logIn(credentials)
    await user.invalidate(await user.getAccessToken())
    Object.assign(slow, { session: 400, graphql: 400 })
    assert.include(await rejection(user.graphql({ query: "{ movies }" }, { deadline: 600 })), exceeded)
    // The renewal was everybody's.
    assert.strictEqual(await user.getAccessToken(), "a2")
  })

  it.each(["apiKeys.fetchAll", "linkCredentials"])("is that of all steps of %s together", async (name) => {
    const { server: starting, slow } = appServer()
    await using server = await starting
    await using app = App.make({ appId: "a", baseUrl: server.url })
    const user = await app.logIn(credentials)
    const options = { deadline: 600 }
    const call = async () => {
      if (name === "linkCredentials") return user.linkCredentials(credentials, options)
      await user.invalidate(await user.getAccessToken())
      return user.apiKeys.fetchAll(options)
    }
    Object.assign(slow, { session: 400, api_keys: 400, login: 400, profile: 400 })
    assert.include(await rejection(call()), exceeded)
  })

  it("is that of the location and the first fetch together", async () => {
    const { server: starting, slow } = appServer()
    await using server = await starting
    await using app = App.make({ appId: "a", baseUrl: server.url })
    const session = app.resume({ refreshToken: "r1", userId: "u1" })
    Object.assign(slow, { location: 400, x: 400 })
    assert.include(await rejection(session.fetch("/x", { deadline: 600 })), exceeded)
  })

  it.each(["login", "graphql"])("ends the wait for the content of a reply: %s", async (step) => {
    const { server: starting, silent } = appServer()
    await using server = await starting
    await using app = App.make({ appId: "a", baseUrl: server.url })
    const user = await app.logIn(credentials)
    silent.add(step)
    const call = step === "login"
      ? app.logIn(credentials, { deadline: 100 })
      : user.graphql({ query: "{ movies }" }, { deadline: 100 })
    assert.include(await rejection(call), { ...exceeded, attempts: 1 })
  })

  it.each([401, 429])(
    "ends the wait for the content of a fetch that is refused with %i, and its connection",
    async (status) => {
      await using server = await rawServer((_, response) => response.writeHead(status).write("{"))
      await using account = ServiceAccount.make({ clientId: "c", clientSecret: "s", baseUrl: server.url })
      await account.getAccessToken()
      assert.include(await rejection(account.fetch("/x", { deadline: 100 })), exceeded)
      // The other one is the token's.
      while (await server.connections() > 1) await sleep(1)
    }
  )

  it("is not waited for when a refusal is the caller's to read, since the body was a stream", async () => {
    await using server = await rawServer((_, response) => response.writeHead(401).write("{"))
    await using account = ServiceAccount.make({ clientId: "c", clientSecret: "s", baseUrl: server.url })
    const options = { method: "POST", body: new Blob(["1"]).stream(), duplex: "half", deadline: 500 }
    const response = await account.fetch("/x", options)
    assert.strictEqual(response.status, 401)
    await response.body?.cancel()
  })

  it("ends the wait for the location, also of those who did not ask for it themselves", async () => {
    const { server: starting, silent } = appServer()
    await using server = await starting
    await using app = App.make({ appId: "a", baseUrl: server.url })
    silent.add("location")
    const deadlines = [800, 400, 400]
    const calls = deadlines.map((deadline) => rejection(app.logIn(credentials, { deadline })))
    for (const error of await Promise.all(calls)) assert.include(error, exceeded)
    assert.strictEqual(server.seen.length, 1)
  })
})
