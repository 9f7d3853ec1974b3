import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { VirtualClock } from "../src/VirtualClock.ts"
import { served } from "./administered.ts"
import { atlas, newToken, send } from "./atlas.ts"

const orgs = "/api/atlas/v2/orgs"
const groups = "/api/atlas/v2/groups"
const version = (date: string) => `application/vnd.atlas.${date}+json`

describe("the Atlas Administration API", () => {
  it.effect("lists the organisation and its projects", () =>
    Effect.gen(function*() {
      const { groupId } = DefaultSeed.app
      const { id: orgId, name } = DefaultSeed.organization
      const token = yield* newToken()
      const organizations = yield* atlas(`GET ${orgs}`, token)
      assert.deepStrictEqual(organizations.body, { results: [{ id: orgId, name, isDeleted: false }], totalCount: 1 })
      assert.deepStrictEqual((yield* atlas(`GET ${groups}`, token)).body, {
        results: [{ id: groupId, name: "myapp", orgId }],
        totalCount: 1
      })
      assert.deepInclude((yield* atlas(`GET ${groups}?envelope=true`, token)).body, { status: 200, totalCount: 1 })
      assert.match((yield* atlas(`GET ${groups}?pretty=true`, token)).text, /^\{\n {2}"results"/)
      assert.deepStrictEqual((yield* atlas("GET /api/atlas/v2/nothing", token)).body, {
        error: 404,
        errorCode: "RESOURCE_NOT_FOUND",
        detail: "page not found",
        reason: "Not Found",
        parameters: []
      })
    }).pipe(served()))

  it.effect("wants a dated media type, once the token is good", () =>
    Effect.gen(function*() {
      const token = yield* newToken()
      for (const date of ["2023-01-01", "2025-03-12", "2999-12-31"]) {
        const { headers, status } = yield* atlas(`GET ${groups}`, token, undefined, version(date))
        assert.strictEqual(status, 200, date)
        assert.strictEqual(headers.get("content-type"), `${version("2023-01-01")};charset=utf-8`)
      }
      const several = `text/html, ${version("2024-01-01")};q=0.9`
      assert.strictEqual((yield* atlas(`GET ${groups}`, token, undefined, several)).status, 200)
      for (
        const accept of ["application/json", "*/*", version("2022-12-31"), version("2025-02-30"), version("2025-3-12")]
      ) {
        const { body, status } = yield* atlas(`GET ${groups}`, token, undefined, accept)
        assert.strictEqual(status, 406, accept)
        assert.deepStrictEqual(body, {
          error: 406,
          errorCode: "INVALID_VERSION_DATE",
          detail: "Invalid accept header or version date.",
          parameters: [],
          reason: "Not Acceptable"
        })
      }
      assert.strictEqual((yield* send(`GET ${groups}`)).status, 401)
      assert.strictEqual((yield* atlas(`GET ${groups}`, "nonsense", undefined, "*/*")).status, 401)
    }).pipe(served()))

  it.effect("answers what it does not have in its own words", () =>
    Effect.gen(function*() {
      const token = yield* newToken()
      const unknown = yield* atlas("GET /api/atlas/v2/clusters", token)
      assert.deepStrictEqual([unknown.status, unknown.body.error], [404, 404])
      const other = yield* atlas(`DELETE ${groups}`, token)
      assert.deepStrictEqual([other.status, other.body.error, other.headers.get("allow")], [405, 405, "GET"])
    }).pipe(served()))

  it.effect("limits each endpoint by a bucket of its own, and says so as the vendor does", () =>
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const token = yield* newToken()
      for (const remaining of ["2", "1", "0"]) {
        const { headers, status } = yield* atlas(`GET ${orgs}`, token)
        assert.strictEqual(status, 200)
        assert.strictEqual(headers.get("ratelimit-limit"), "3")
        assert.strictEqual(headers.get("ratelimit-remaining"), remaining)
      }
      yield* clock.advance("5 seconds")
      const refused = yield* atlas(`GET ${orgs}`, token)
      assert.strictEqual(refused.status, 429)
      assert.strictEqual(refused.headers.get("retry-after"), "55")
      assert.deepStrictEqual(refused.body, {
        error: 429,
        errorCode: "RATE_LIMITED_TOKEN_BUCKET",
        detail: "Rate limit exceeded for api/atlas/v2/orgs. Please retry after 55 seconds. " +
          "Request capacity: 3. Refill rate: 2 per 60 seconds.",
        parameters: ["api/atlas/v2/orgs", 55, 3, 2, 60],
        reason: "Too Many Requests"
      })
      assert.strictEqual((yield* atlas(`GET ${groups}`, token)).status, 200)
      yield* clock.advance("55 seconds")
      const statuses = yield* Effect.forEach([1, 2, 3], () => atlas(`GET ${orgs}`, token))
      assert.deepStrictEqual(statuses.map(({ status }) => status), [200, 200, 429])
    }).pipe(served({ atlasRateLimit: "3:2/60s" })))
})
