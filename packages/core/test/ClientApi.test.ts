import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { sentBy } from "./wire.ts"

type Call = (client: AppServicesClient["Service"]) => Effect.Effect<unknown, unknown>

const params = { clientAppId: "myapp-abcde" }
const headers = { authorization: Redacted.make("t1") }
const app = "/api/client/v2.0/app/myapp-abcde"
const device = { deviceId: "5e13a41e1b38d358430ed1f3", appId: "local", platform: "node", sdkVersion: "2.0.1" }

const sentFor = Effect.fnUntraced(function*(call: Call) {
  const [request] = yield* sentBy(AppServicesClient.use(call))
  assert(request !== undefined)
  return request
})

/** `Credentials.test.ts` has the logins' bodies. */
describe("ClientApi", () => {
  it.effect("asks for the location without credentials", () =>
    Effect.gen(function*() {
      const { content, fields, line } = yield* sentFor((client) => client.getLocation({ params }))
      assert.strictEqual(line, `GET ${app}/location`)
      assert.deepStrictEqual(fields, { accept: "application/json" })
      assert.isUndefined(content)
    }))

  it.effect.each<readonly [string, Call]>([
    ["POST", (client) => client.refreshSession({ headers })],
    ["DELETE", (client) => client.deleteSession({ headers })]
  ])("%ss the session with the refresh token and no content", ([method, call]) =>
    Effect.gen(function*() {
      const { content, fields, line } = yield* sentFor(call)
      assert.strictEqual(line, `${method} /api/client/v2.0/auth/session`)
      assert.deepStrictEqual(fields, { accept: "application/json", authorization: "Bearer t1" })
      assert.isUndefined(content)
    }))

  it.effect("asks for the profile with the access token", () =>
    Effect.gen(function*() {
      const { fields, line } = yield* sentFor((client) => client.getProfile({ headers }))
      assert.strictEqual(line, "GET /api/client/v2.0/auth/profile")
      assert.strictEqual(fields["authorization"], "Bearer t1")
    }))

  it.effect("posts a GraphQL operation with the access token", () =>
    Effect.gen(function*() {
      const payload = {
        query: "query AllMovies {\n movies {\n title\n }\n}",
        variables: { a: [1] },
        operationName: null
      }
      const sent = yield* sentFor((client) => client.executeGraphql({ params, headers, payload }))
      assert.strictEqual(sent.line, `POST ${app}/graphql`)
      assert.strictEqual(sent.fields["authorization"], "Bearer t1")
      assert.deepStrictEqual(sent.content, payload)
    }))

  it.effect("tells about the device in a login's options", () =>
    Effect.gen(function*() {
      const payload = { options: { device } }
      const sent = yield* sentFor((client) => client.loginAnonymous({ params, query: {}, headers: {}, payload }))
      assert.strictEqual(sent.line, `POST ${app}/auth/providers/anon-user/login`)
      assert.deepStrictEqual(sent.content, { options: { device } })
    }))
})
