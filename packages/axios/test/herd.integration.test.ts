/** Two hundred calls whose tokens are refused at the same time, or one after the other. */
import { attachBearer } from "@atlas-bearer/axios"
import type { TokenSource } from "@atlas-bearer/core/TokenSource"
import { assert, describe, it } from "@effect/vitest"
import axios from "axios"
import { type Answer, ok, scriptedServer } from "./scriptedServer.ts"

/** Accepts the newest token alone, from when it is issued. Calls are refused after `spread` milliseconds at most. */
const server = (spread: number, singleUse: boolean) => {
  let issued = 0
  let renewals = 0
  const answer = (
    { authorization, body, path }: { authorization?: string | undefined; body: string; path: string }
  ): Answer => {
    if (path === "/renew") {
      renewals++
      if (singleUse && body !== `refresh=r${issued}`) return { status: 401 }
      issued++
      return { status: 200, delay: 20, body: JSON.stringify({ access: `t${issued}`, refresh: `r${issued}` }) }
    }
    if (issued > 0 && authorization === `Bearer t${issued}`) return ok
    return { status: 401, delay: Number(path.slice(1)) / 200 * spread }
  }
  return { answer, renewals: () => renewals }
}

/** As people write them: nothing about who else asks. */
const naive = (url: string): TokenSource => {
  let access: string | undefined = "old"
  let refresh = "r0"
  return {
    origin: url,
    getAccessToken: async () => {
      if (access !== undefined) return access
      const { data } = await axios.post<{ access: string; refresh: string }>(`${url}/renew`, { refresh }, {
        headers: { "content-type": "application/x-www-form-urlencoded" }
      })
      refresh = data.refresh
      return access = data.access
    },
    invalidate: () => void (access = undefined)
  }
}

describe("200 calls with a refused token", () => {
  it.each([[0, false, 1], [0, true, 1], [200, false, 1], [200, true, 1], [200, true, 8]])(
    "all succeed: 401s over %i ms, single-use refresh token %s, %i instances; and cost one renewal",
    async (spread, singleUse, instances) => {
      const script = server(spread, singleUse)
      await using api = await scriptedServer(script.answer)
      const source = naive(api.url)
      const clients = Array.from({ length: instances }, () => {
        const client = axios.create({ baseURL: api.url })
        attachBearer(client, source)
        return client
      })
      const replies = await Promise.all(
        Array.from({ length: 200 }, (_, call) => clients[call % instances]?.get(`/${call}`))
      )
      assert.isTrue(replies.every((reply) => reply?.status === 200))
      assert.strictEqual(script.renewals(), 1)
      assert.isAtMost(api.asked.length, 401)
    }
  )

  it("that are cold ask for one token", async () => {
    let questions = 0
    await using api = await scriptedServer(() => ok)
    const client = axios.create({ baseURL: api.url })
    attachBearer(client, {
      origin: api.url,
      getAccessToken: async () => {
        await new Promise((resolve) => setTimeout(resolve, 10))
        return `t${++questions}`
      },
      invalidate: () => {}
    })
    await Promise.all(Array.from({ length: 200 }, () => client.get("/")))
    assert.strictEqual(questions, 1)
  })
})
