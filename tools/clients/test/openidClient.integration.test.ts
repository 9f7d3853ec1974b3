/** openid-client, unmodified. */
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import * as openid from "openid-client"
import { clientId, clientSecret, failureOf, use } from "./serviceAccount.ts"

const configuration = ({ url }: Emulator.Running, secret = clientSecret) => {
  const server = {
    issuer: url,
    token_endpoint: `${url}/api/oauth/token`,
    revocation_endpoint: `${url}/api/oauth/revoke`
  }
  const config = new openid.Configuration(server, clientId, undefined, openid.ClientSecretBasic(secret))
  openid.allowInsecureRequests(config)
  return config
}

describe("openid-client", () => {
  it("obtains a token, uses it and revokes it", async () => {
    await using emulator = await Emulator.start()
    const config = configuration(emulator)
    const { access_token: token, expires_in: life, token_type: type } = await openid.clientCredentialsGrant(config)
    assert.deepStrictEqual([life, type], [3600, "bearer"])
    assert.strictEqual(await use(emulator.url, token), 200)
    await openid.tokenRevocation(config, token, { token_type_hint: "access_token" })
    assert.strictEqual(await use(emulator.url, token), 401)
  })

  it("is told of wrong credentials by the challenge, of a limit and of the quota by their bodies", async () => {
    await using emulator = await Emulator.start({ tokenRateLimit: "3/1m", tokenQuota: 1 })
    const wrong = await failureOf(openid.clientCredentialsGrant(configuration(emulator, "mdb_sa_sk_wrong")))
    assert.propertyVal(wrong, "code", "OAUTH_WWW_AUTHENTICATE_CHALLENGE")
    const config = configuration(emulator)
    await openid.clientCredentialsGrant(config)
    assert.propertyVal(await failureOf(openid.clientCredentialsGrant(config)), "error", "access_denied")
    assert.propertyVal(await failureOf(openid.clientCredentialsGrant(config)), "error", "rate_limited")
  })
})
