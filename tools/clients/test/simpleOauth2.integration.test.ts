/** simple-oauth2, unmodified. */
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { ClientCredentials } from "simple-oauth2"
import { clientId, clientSecret, failureOf, use } from "./serviceAccount.ts"

const grant = ({ url }: Emulator.Running, secret = clientSecret) =>
  new ClientCredentials({
    client: { id: clientId, secret },
    auth: { tokenHost: url, tokenPath: "/api/oauth/token", revokePath: "/api/oauth/revoke" }
  })

describe("simple-oauth2", () => {
  it("obtains a token, uses it and revokes it", async () => {
    await using emulator = await Emulator.start()
    const token = await grant(emulator).getToken({})
    assert.isFalse(token.expired())
    const { access_token: text } = token.token
    assert.isString(text)
    assert.strictEqual(await use(emulator.url, String(text)), 200)
    // It wants JSON also where there is no content, and complains when all is done.
    assert.match(String(await failureOf(token.revoke("access_token"))), /not JSON compatible/)
    assert.strictEqual(await use(emulator.url, String(text)), 401)
  })

  it("sees that a token expired, and what the server refuses", async () => {
    await using emulator = await Emulator.start({ tokenRateLimit: "1/1m" })
    // Its own clock is the machine's: the server is put back instead.
    await emulator.clock.skew(-2 * 3_600_000)
    const token = await grant(emulator).getToken({})
    await emulator.clock.skew(0)
    assert.strictEqual(await use(emulator.url, String(token.token["access_token"])), 401)
    const wrong = await failureOf(grant(emulator, "mdb_sa_sk_wrong").getToken({}))
    assert.nestedPropertyVal(wrong, "data.payload.error", "invalid_client")
    const limited = await failureOf(grant(emulator).getToken({}))
    assert.nestedPropertyVal(limited, "output.statusCode", 429)
    assert.nestedPropertyVal(limited, "data.payload.error", "rate_limited")
  })
})
