/** @badgateway/oauth2-client, unmodified. */
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { OAuth2Client, OAuth2Fetch } from "@badgateway/oauth2-client"
import { assert, describe, it } from "@effect/vitest"
import { clientId, clientSecret, failureOf, use } from "./serviceAccount.ts"

const clientOf = (
  { url }: Emulator.Running,
  authenticationMethod?: "client_secret_basic" | "client_secret_basic_interop"
) =>
  new OAuth2Client({
    server: url,
    clientId,
    clientSecret,
    tokenEndpoint: "/api/oauth/token",
    revocationEndpoint: "/api/oauth/revoke",
    ...(authenticationMethod === undefined ? {} : { authenticationMethod })
  })

describe("@badgateway/oauth2-client", () => {
  it.each(["client_secret_basic", "client_secret_basic_interop"] as const)(
    "obtains a token by %s, uses it and revokes it",
    async (method) => {
      await using emulator = await Emulator.start()
      const client = clientOf(emulator, method)
      const token = await client.clientCredentials()
      assert.approximately(token.expiresAt ?? 0, Date.now() + 3_600_000, 10_000)
      assert.strictEqual(await use(emulator.url, token.accessToken), 200)
      await client.revoke(token)
      assert.strictEqual(await use(emulator.url, token.accessToken), 401)
    }
  )

  it("gets a new token through its fetch once the one at hand is refused", async () => {
    await using emulator = await Emulator.start()
    const client = clientOf(emulator)
    const wrapper = new OAuth2Fetch({ client, getNewToken: () => client.clientCredentials(), scheduleRefresh: false })
    const groups = () =>
      wrapper.fetch(`${emulator.url}/api/atlas/v2/groups`, {
        headers: { accept: "application/vnd.atlas.2025-03-12+json" }
      })
    assert.strictEqual((await groups()).status, 200)
    await emulator.clock.advance("61 minutes")
    assert.strictEqual((await groups()).status, 200)
  })

  it("is told why it is refused", async () => {
    await using emulator = await Emulator.start({ tokenRateLimit: "1/1m", basicCredentials: "raw" })
    const encoded = await failureOf(clientOf(emulator, "client_secret_basic").clientCredentials())
    assert.propertyVal(encoded, "oauth2Code", "invalid_client")
    await clientOf(emulator, "client_secret_basic_interop").clientCredentials()
    const limited = await failureOf(clientOf(emulator, "client_secret_basic_interop").clientCredentials())
    assert.propertyVal(limited, "oauth2Code", "rate_limited")
    assert.propertyVal(limited, "httpCode", 429)
  })
})
