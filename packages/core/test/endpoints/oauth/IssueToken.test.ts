import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { sentBy } from "../../wire.ts"

const headers = {
  authorization: { clientId: "mdb_sa_id_1", clientSecret: Redacted.make("mdb_sa_sk_a-b") }
}
const payload = { grantType: "client_credentials" }

describe("issueToken", () => {
  it.effect("posts the grant type as a form, and the account as Basic credentials", () =>
    Effect.gen(function*() {
      const sent = yield* sentBy(OAuthClient.use((client) => client.issueToken({ headers, query: {}, payload })))
      assert.deepStrictEqual(sent, [{
        line: "POST /api/oauth/token",
        origin: "https://services.test",
        fields: {
          accept: "application/json",
          // mdb_sa_id_1:mdb_sa_sk_a-b
          authorization: "Basic bWRiX3NhX2lkXzE6bWRiX3NhX3NrX2EtYg==",
          "content-type": "application/x-www-form-urlencoded"
        },
        content: "grant_type=client_credentials"
      }])
    }))

  it.effect("puts the flags into the query", () =>
    Effect.gen(function*() {
      const query = { pretty: "true", envelope: "false", backupJobsEnabledOnly: "true" } as const
      const [sent] = yield* sentBy(OAuthClient.use((client) => client.issueToken({ headers, query, payload })))
      assert.strictEqual(sent?.line, "POST /api/oauth/token?pretty=true&envelope=false&backupJobsEnabledOnly=true")
    }))
})
