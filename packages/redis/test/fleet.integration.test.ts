/** Processes that share a service account through Redis. */
import { Emulator } from "@atlas-bearer/emulator"
import { once } from "node:events"
import { createServer, type ServerResponse } from "node:http"
import { assert, describe, it } from "vitest"
import * as processes from "./processes.ts"
import { withRedis } from "./withRedis.ts"

const { server } = withRedis()

/** A token endpoint whose requests the test answers, in any order. */
const startTokenServer = async () => {
  const waiting: Array<ServerResponse> = []
  let arrived = Promise.withResolvers<void>()
  let requests = 0
  const http = createServer((_request, response) => {
    requests++
    waiting.push(response)
    arrived.resolve()
  }).listen(0, "127.0.0.1")
  await once(http, "listening")
  const address = http.address()
  return {
    url: `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`,
    requests: () => requests,
    next: async () => {
      while (waiting.length === 0) {
        await arrived.promise
        arrived = Promise.withResolvers()
      }
      const response = waiting.shift()
      return (token: string) =>
        void response?.end(JSON.stringify({ access_token: token, expires_in: 3600, token_type: "Bearer" }))
    },
    [Symbol.asyncDispose]: async () => {
      http.closeAllConnections()
      http.close()
      await once(http, "close")
    }
  }
}

describe("processes on one Redis", { timeout: 60_000 }, () => {
  it("that start together make one token request, twenty of them", async () => {
    await using emulator = await Emulator.start({ tokenQuota: 1, tokenRateLimit: "1/1h" })
    const fleet = Array.from({ length: 20 }, () => processes.account(server().url, emulator.url))
    const tokens = await Promise.all(fleet.map(({ token }) => token))
    assert.strictEqual(new Set(tokens).size, 1)
    assert.match(tokens[0] ?? "", /^ey/)
  })

  it("go on when one is killed while it obtains the token for all", async () => {
    await using tokens = await startTokenServer()
    await using dying = processes.account(server().url, tokens.url, "1000")
    await tokens.next()
    await using other = processes.account(server().url, tokens.url, "1000")
    dying.kill("SIGKILL")
    const answer = await tokens.next()
    answer("t2")
    assert.strictEqual(await other.token, "t2")
    assert.strictEqual(tokens.requests(), 2)
  })

  it("keep the newer token when one that was stopped for longer than its lease goes on", async () => {
    await using tokens = await startTokenServer()
    await using stale = processes.account(server().url, tokens.url, "500")
    const answerStale = await tokens.next()
    stale.kill("SIGSTOP")
    await using other = processes.account(server().url, tokens.url, "500")
    const answerOther = await tokens.next()
    answerOther("newer")
    assert.strictEqual(await other.token, "newer")
    answerStale("stale")
    stale.kill("SIGCONT")
    assert.strictEqual(await stale.token, "newer")
    await using third = processes.account(server().url, tokens.url)
    assert.strictEqual(await third.token, "newer")
    assert.strictEqual(tokens.requests(), 2)
  })
})
