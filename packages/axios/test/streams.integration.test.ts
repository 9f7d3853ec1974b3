/** Replies whose body is a stream: they hold a connection until somebody has read them. */
import { attachBearer } from "@atlas-bearer/axios"
import { assert, describe, it } from "@effect/vitest"
import axios from "axios"
import { Agent } from "node:http"
import { setTimeout } from "node:timers/promises"
import { ok, scriptedServer, wait } from "./scriptedServer.ts"
import { fixed } from "./sources.ts"

/** An instance with a single connection. */
const narrow = (baseURL: string) => {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    instance: axios.create({ baseURL, httpAgent, responseType: "stream" }),
    [Symbol.dispose]: () => httpAgent.destroy()
  }
}

describe("a refusal that is a stream", () => {
  it("lets go of the connection that the renewal wants", async () => {
    await using server = await scriptedServer(({ authorization, path }) =>
      path === "/token" || authorization === "Bearer t2" ? ok : { status: 401, body: "refused" }
    )
    using one = narrow(server.url)
    const { instance } = one
    let token: string | undefined = "t1"
    const renew = async () => {
      await instance.post("/token", "", { bearer: false, responseType: "json" })
      return "t2"
    }
    attachBearer(instance, {
      origin: server.url,
      getAccessToken: async () => token ??= await renew(),
      invalidate: () => void (token = undefined)
    }, { deadline: "5 seconds" })
    const { data } = await instance.get("/")
    assert.strictEqual((await data.toArray()).join(""), ok.body)
  })

  it("lets go of the connection while the call waits", async () => {
    await using server = await scriptedServer(({ path }, before) => before === 0 ? { ...wait(429, 3), body: path } : ok)
    using one = narrow(server.url)
    const { instance } = one
    attachBearer(instance, fixed("t1", server.url))
    const waiting = instance.get("/waiting")
    while (server.asked.length === 0) await setTimeout(5)
    await instance.get("/other", { responseType: "json" })
    assert.isBelow(server.asked[1]?.at ?? Infinity, 2500)
    assert.strictEqual((await waiting).status, 200)
  })

  it("can be read when there is no other token, and when there was no time to wait", async () => {
    await using server = await scriptedServer(({ path }) => ({ ...wait(Number(path.slice(1)), 3600), body: "refused" }))
    using one = narrow(server.url)
    attachBearer(one.instance, fixed("t1", server.url))
    for (const path of ["/401", "/503"]) {
      const { data } = await one.instance.get(path, { validateStatus: null })
      assert.strictEqual((await data.toArray()).join(""), "refused")
    }
  })
})
