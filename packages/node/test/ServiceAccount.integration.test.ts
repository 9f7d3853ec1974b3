import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { ServiceAccount } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { inspect } from "node:util"
import { afterAll, beforeAll } from "vitest"
import { rejection } from "./tokens.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start({ tokenRateLimit: "off" })
})
afterAll(() => emulator[Symbol.asyncDispose]())

const makeAccount = () => ServiceAccount.make({ ...DefaultSeed.serviceAccount, baseUrl: emulator.url })

describe("ServiceAccount", () => {
  it("obtains one token for many callers", async () => {
    await using account = makeAccount()
    const tokens = await Promise.all(Array.from({ length: 20 }, () => account.getAccessToken()))
    assert.strictEqual(new Set(tokens).size, 1)
  })

  it("fails with an error that is printed with its message", async () => {
    await using account = ServiceAccount.make({
      clientId: DefaultSeed.serviceAccount.clientId,
      clientSecret: "mdb_sa_sk_of_another",
      baseUrl: emulator.url
    })
    const failure = await rejection(account.getAccessToken())
    assert.match(inspect(failure), /^InvalidClient: Client id or secret are wrong.*\n +at .*description:/s)
  })

  it("fetches with the token, and once more when it was refused", async () => {
    await using account = makeAccount()
    const token = await account.getAccessToken()
    await emulator.clock.advance("61 minutes")
    const response = await account.fetch("/api/atlas/v2/groups")
    assert.strictEqual(response.status, 200)
    assert.notStrictEqual(await account.getAccessToken(), token)
  })

  it("revokes its token, which is refused from then on", async () => {
    await using account = makeAccount()
    const token = await account.getAccessToken()
    await account.revoke()
    const response = await fetch(`${emulator.url}/api/atlas/v2/groups`, {
      headers: { authorization: `Bearer ${token}` }
    })
    assert.strictEqual(response.status, 401)
  })

  it("says what is wrong with the credentials, and not what they are", async () => {
    await using account = ServiceAccount.make({
      clientId: DefaultSeed.serviceAccount.clientId,
      clientSecret: "mdb_sa_sk_wrong",
      baseUrl: emulator.url
    })
    const error: unknown = await account.getAccessToken().catch((failure: unknown) => failure)
    assert.include(error, { _tag: "InvalidClient" })
    assert.notInclude(JSON.stringify(error), "mdb_sa_sk_wrong")
  })

  it("asks for a dated version of the Atlas Administration API, unless the call or the client says otherwise", async () => {
    const asked: Array<string | undefined> = []
    const server = createServer((request, response) => {
      const isToken = request.url?.startsWith("/api/oauth/") === true
      if (!isToken) asked.push(request.headers.accept)
      response.end(JSON.stringify({ access_token: "t1", expires_in: 3600, token_type: "Bearer" }))
    }).listen(0, "127.0.0.1")
    await once(server, "listening")
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    {
      await using account = ServiceAccount.make({ ...DefaultSeed.serviceAccount, baseUrl })
      await account.fetch("/api/atlas/v2/groups")
      await account.fetch("/api/atlas/v2/groups", { headers: { Accept: "text/csv" } })
      await using dated = ServiceAccount.make({
        ...DefaultSeed.serviceAccount,
        baseUrl,
        accept: "application/vnd.atlas.2024-08-05+json"
      })
      await dated.fetch("/api/atlas/v2/groups")
    }
    server.close()
    assert.deepStrictEqual(asked, [
      "application/vnd.atlas.2025-03-12+json",
      "text/csv",
      "application/vnd.atlas.2024-08-05+json"
    ])
  })

  it("waits as long as the server asks", async () => {
    await using limited = await Emulator.start({ tokenRateLimit: "1/1s" })
    const make = () => ServiceAccount.make({ ...DefaultSeed.serviceAccount, baseUrl: limited.url })
    await using first = make()
    await using second = make()
    await first.getAccessToken()
    const asked = performance.now()
    await second.getAccessToken()
    assert.isAtLeast(performance.now() - asked, 990)
  })
})
