/** What a program with Effect does with `@atlas-bearer/core`. */
import { RetryAfter } from "@atlas-bearer/core"
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import { stubHttpClient } from "@atlas-bearer/core/testing/stubHttpClient"
import { Duration, Effect, Layer, Redacted } from "effect"

const reply = { access_token: "eyJ.eyJ.x", expires_in: 3600, token_type: "Bearer" }
const stub = stubHttpClient(new Response(JSON.stringify(reply), { headers: { "content-type": "application/json" } }))

const token = OAuthClient.use((oauth) =>
  oauth.issueToken({
    headers: { authorization: { clientId: "mdb_sa_id_1", clientSecret: Redacted.make("secret") } },
    query: {},
    payload: { grantType: "client_credentials" }
  })
).pipe(
  Effect.catchTag("TokenQuotaExceeded", () => Effect.die("100 tokens are alive")),
  Effect.provide(OAuthClient.layer({ baseUrl: new URL("https://cloud.test") }).pipe(Layer.provide(stub.layer)))
)

const main = async () => {
  const { accessToken } = await Effect.runPromise(token)
  const said = RetryAfter.inWords(Duration.seconds(7))
  if (Redacted.value(accessToken) !== reply.access_token || !said.includes("7")) throw new Error("not the token")
  console.log("works")
}
void main()
