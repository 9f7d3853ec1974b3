/** oauth4webapi, unmodified: it form-encodes the Basic credentials, `_` included, and looks at every field of a reply. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import * as oauth from "oauth4webapi"

const { clientId, clientSecret } = DefaultSeed.serviceAccount
const client: oauth.Client = { client_id: clientId }
const options = { [oauth.allowInsecureRequests]: true }

const serverOf = ({ url }: Emulator.Running): oauth.AuthorizationServer => ({
  issuer: url,
  token_endpoint: `${url}/api/oauth/token`,
  revocation_endpoint: `${url}/api/oauth/revoke`
})

const obtain = async (server: oauth.AuthorizationServer, secret = clientSecret) => {
  const authentication = oauth.ClientSecretBasic(secret)
  const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, {}, options)
  return oauth.processClientCredentialsResponse(server, client, response)
}

describe("oauth4webapi", () => {
  it("obtains a token, uses it and revokes it", async () => {
    await using emulator = await Emulator.start()
    const server = serverOf(emulator)
    const { access_token: token, expires_in: life } = await obtain(server)
    assert.strictEqual(life, 3600)
    const use = () =>
      fetch(`${emulator.url}/api/atlas/v2/groups`, {
        headers: { accept: "application/vnd.atlas.2025-03-12+json", authorization: `Bearer ${token}` }
      })
    assert.strictEqual((await use()).status, 200)
    const authentication = oauth.ClientSecretBasic(clientSecret)
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, token, options))
    assert.strictEqual((await use()).status, 401)
  })

  it("is told of wrong credentials by the challenge, and of a limit by its body", async () => {
    await using emulator = await Emulator.start({ tokenRateLimit: "1/1m" })
    const failure = (secret?: string) => obtain(serverOf(emulator), secret).catch((error: unknown) => error)
    assert.propertyVal(await failure("mdb_sa_sk_wrong"), "code", "OAUTH_WWW_AUTHENTICATE_CHALLENGE")
    assert.propertyVal(await failure(), "error", "rate_limited")
  })

  it("is refused where Basic credentials are read as they are, as by the hosted service", async () => {
    await using emulator = await Emulator.start({ basicCredentials: "raw" })
    const failure: unknown = await obtain(serverOf(emulator)).catch((error: unknown) => error)
    assert.propertyVal(failure, "code", "OAUTH_WWW_AUTHENTICATE_CHALLENGE")
  })
})
