/** With the clients of the project as token sources: their schedule, their renewals, their errors. */
import { attachBearer } from "@atlas-bearer/axios"
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials, ServiceAccount } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import axios from "axios"
import { ok, scriptedServer, wait } from "./scriptedServer.ts"
import { rejection } from "./sources.ts"

const token = { status: 200, body: JSON.stringify({ access_token: "t1", expires_in: 3600, token_type: "Bearer" }) }

/** Tokens for service accounts; `answer` is told how many other requests came before. */
const api = async (answer: (before: number) => { readonly status: number }) => {
  let before = 0
  return scriptedServer(({ path }) => path === "/api/oauth/token" ? token : answer(before++))
}

const accountOf = (baseUrl: string) =>
  ServiceAccount.make({ clientId: "mdb_sa_id_1", clientSecret: "mdb_sa_sk_1", baseUrl })

describe("a user of an app", () => {
  it("is told by App Services when the token expired, and 50 calls get the next one", async () => {
    await using emulator = await Emulator.start()
    await using app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
    const user = await app.logIn(Credentials.anonymous())
    const before = await user.getAccessToken()
    const instance = axios.create({ baseURL: `${emulator.url}/api/client/v2.0` })
    attachBearer(instance, user)
    await emulator.clock.advance("31 minutes")
    const replies = await Promise.all(Array.from({ length: 50 }, () => instance.get("/auth/profile")))
    assert.isTrue(replies.every(({ data, status }) => status === 200 && data.user_id === user.id))
    assert.notStrictEqual(await user.getAccessToken(), before)
  })

  it("ends in an AxiosError that says why when the session has ended", async () => {
    await using emulator = await Emulator.start()
    await using app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
    const user = await app.logIn(Credentials.anonymous())
    const instance = axios.create({ baseURL: emulator.url })
    attachBearer(instance, user)
    await user.logOut()
    await emulator.clock.advance("31 minutes")
    const error = await rejection(instance.get("/api/client/v2.0/auth/profile"))
    assert.instanceOf(error, axios.AxiosError)
    assert.propertyVal(error.cause, "_tag", "SessionEnded")
    assert.strictEqual(error.code, "SessionEnded")
  })
})

describe("a service account", () => {
  it("shares one queue between instances: a 429 closes it for all of them", async () => {
    let window = { startedAt: -Infinity, count: 0 }
    await using server = await api(() => {
      const now = performance.now()
      if (now - window.startedAt >= 1000) window = { startedAt: now, count: 0 }
      return window.count++ < 5 ? ok : wait(429, 1)
    })
    await using account = accountOf(server.url)
    const instances = Array.from({ length: 3 }, () => {
      const instance = axios.create({ baseURL: server.url })
      attachBearer(instance, account)
      return instance
    })
    const replies = await Promise.all(Array.from({ length: 15 }, (_, call) => instances[call % 3]?.get("/things")))
    assert.isTrue(replies.every((reply) => reply?.status === 200))
    // One after the other, or each on its own, they send 15 + 10 + 5 and the token.
    assert.isBelow(server.asked.length, 30)
  })

  it("gives its own error as the cause, and the refusal as the response", async () => {
    await using server = await api(() => wait(429, 3600))
    await using account = accountOf(server.url)
    const instance = axios.create({ baseURL: server.url })
    attachBearer(instance, account)
    const [first, second] = [await rejection(instance.get("/")), await rejection(instance.get("/"))]
    for (const [error, attempts, status] of [[first, 1, 429], [second, 0, undefined]] as const) {
      assert.instanceOf(error, axios.AxiosError)
      assert.propertyVal(error.cause, "_tag", "RateLimited")
      assert.propertyVal(error.cause, "attempts", attempts)
      assert.strictEqual(error.response?.status, status)
    }
  })

  it("keeps the call's deadline and signal, and tries again what may be", async () => {
    await using server = await api((before) => [{ status: 503 }, ok, { status: 503 }][before] ?? wait(429, 30))
    await using account = accountOf(server.url)
    const instance = axios.create({ baseURL: server.url })
    attachBearer(instance, account)
    assert.strictEqual((await instance.put("/a", "x")).status, 200)
    assert.propertyVal(await rejection(instance.post("/b", "x")), "status", 503)
    const limited = await rejection(instance.post("/c", "x", { bearer: { deadline: "1 second" } }))
    assert.instanceOf(limited, axios.AxiosError)
    assert.propertyVal(limited.cause, "_tag", "RateLimited")
    const started = performance.now()
    assert.isTrue(axios.isCancel(await rejection(instance.get("/d", { signal: AbortSignal.timeout(100) }))))
    assert.isBelow(performance.now() - started, 5000)
    assert.isTrue(server.asked.slice(1).every(({ authorization }) => authorization === "Bearer t1"))
  })
})
