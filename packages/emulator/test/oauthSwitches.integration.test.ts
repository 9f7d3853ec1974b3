import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { served } from "./administered.ts"
import { askRevoke, askToken, atlas, newToken } from "./atlas.ts"

const { clientId, clientSecret } = DefaultSeed.serviceAccount
const encoded = (text: string) => text.replaceAll("_", "%5F")
const elsewhere = ["10.0.0.0/8", "2001:db8::/32"]
const groups = "GET /api/atlas/v2/groups"

const statusesOfMint = Effect.gen(function*() {
  const token = yield* newToken()
  return [(yield* askToken()).status, (yield* askRevoke(token)).status]
})

describe("the service accounts' switches", () => {
  it.effect.each(
    [
      ["both", 200, 200],
      ["raw", 200, 401],
      ["encoded", 200, 200]
    ] as const
  )("read Basic credentials as %s", ([basicCredentials, asTheyAre, formEncoded]) =>
    Effect.gen(function*() {
      assert.strictEqual((yield* askToken()).status, asTheyAre)
      assert.strictEqual((yield* askToken(encoded(clientSecret), encoded(clientId))).status, formEncoded)
    }).pipe(served({ basicCredentials })))

  it.effect("are limited together, however their credentials are written", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* askToken()).status, 200)
      assert.strictEqual((yield* askToken(encoded(clientSecret), encoded(clientId))).status, 200)
      assert.strictEqual((yield* askToken(encoded(clientSecret), encoded(clientId))).status, 429)
      assert.strictEqual((yield* askToken()).status, 429)
    }).pipe(served({ tokenRateLimit: "2/1m" })))

  it.effect("refuse an address that is not on the list, where a token is used", () =>
    Effect.gen(function*() {
      const token = yield* newToken()
      const { body, status } = yield* atlas(groups, token)
      assert.strictEqual(status, 403)
      assert.deepStrictEqual(body, {
        error: 403,
        errorCode: "IP_ADDRESS_NOT_ON_ACCESS_LIST",
        detail: "IP address 127.0.0.1 is not allowed to access this resource.",
        parameters: ["127.0.0.1"],
        reason: "Forbidden"
      })
      assert.deepStrictEqual(yield* statusesOfMint, [200, 200])
      assert.strictEqual((yield* atlas(groups, "nonsense")).status, 401)
    }).pipe(served({ ipAccessList: elsewhere })))

  it.effect("refuse it where a token is issued or revoked, if told so", () =>
    Effect.gen(function*() {
      const { body, status } = yield* askToken()
      assert.strictEqual(status, 403)
      assert.deepStrictEqual(body, {
        error: "access_denied",
        error_description: "IP access list validation failed for the service account."
      })
      assert.strictEqual((yield* askRevoke("t")).status, 403)
      assert.strictEqual((yield* askToken("wrong")).status, 401)
    }).pipe(served({ ipAccessList: elsewhere, ipAccessListOn: "mint" })))

  it.effect.each(["127.0.0.1", "127.0.0.0/8", "0.0.0.0/0"])("let %s in", (entry) =>
    Effect.gen(function*() {
      assert.strictEqual((yield* atlas(groups, yield* newToken())).status, 200)
    }).pipe(served({ ipAccessList: [...elsewhere, entry], ipAccessListOn: "both" })))

  it.effect("refuse too many token requests in the body of the Atlas API", () =>
    Effect.gen(function*() {
      yield* askToken()
      const { body, headers, status } = yield* askToken()
      assert.strictEqual(status, 429)
      assert.strictEqual(headers.get("retry-after"), "60")
      assert.deepStrictEqual(body, {
        error: 429,
        errorCode: "RATE_LIMITED",
        detail: "Resource /api/oauth/token is limited to 1 requests every 1 minutes.",
        parameters: ["/api/oauth/token", 1, 1],
        reason: "Too Many Requests"
      })
    }).pipe(served({ rateLimitBody: "api", tokenRateLimit: "1/1m" })))

  it.effect("wrap the reply, and its errors, on request", () =>
    Effect.gen(function*() {
      const { body } = yield* askToken(clientSecret, clientId, "?envelope=true&pretty=true")
      assert.deepInclude(body, { status: 200 })
      assert.strictEqual(body.content.expires_in, 3600)
      const refused = yield* askToken("wrong", clientId, "?envelope=true")
      assert.deepStrictEqual([refused.status, refused.body.status, refused.body.content.error], [
        401,
        401,
        "invalid_client"
      ])
    }).pipe(served()))
})
