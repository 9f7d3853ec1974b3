import { RedisThrottle, RedisTokenStore, RedisVerificationCache } from "@atlas-bearer/redis"
import { assert, describe, it } from "vitest"

describe("a wrong option of a store in Redis", () => {
  const client = { evalSha: () => Promise.resolve(), eval: () => Promise.resolve() }
  it.each<[string, RedisTokenStore.Options]>([
    ["url", {}],
    ["url", { url: "redis://a.test", client }],
    ["url", { url: "127.0.0.1:6379" }],
    ["url", { url: "http://:hunter2@127.0.0.1" }],
    // The client itself says so later, and nothing is shared until somebody reads the events.
    ["url", { url: "redis://:hunter2%@127.0.0.1" }],
    ["url", { url: "redis://:hunter2@127.0.0.1/tokens" }],
    ["prefix", { client, prefix: "" }],
    ["prefix", { client, prefix: "{a}:" }],
    ["encryptionKey", { client, encryptionKey: new Uint8Array(31) }]
  ])("is an InvalidOption that names %s", (name, options) => {
    assert.throws(() => RedisTokenStore.make(options), new RegExp(`^Option ${name} (?!.*hunter2)`))
  })
})

describe("a wrong option of a throttle in Redis", () => {
  const url = "redis://a.test"
  const limit = { requests: 10, window: "1 minute" } as const
  it.each<[string, RedisThrottle.Options]>([
    ["url", {}],
    ["prefix", { url, prefix: "{a}" }],
    ["limits", { url, limits: { "/api/oauth/token": limit } }],
    ["url", { url: "redis://[::1]:6379" }],
    ["limits", { url, limits: { "POST https://a.test/api/oauth/token": limit } }],
    ["limits", { url, limits: { "POST /a": { ...limit, requests: 0.5 } } }],
    ["limits", { url, limits: { "POST /a": { ...limit, window: -1 } } }],
    ["limits", { url, limits: { "POST /a": { ...limit, window: Infinity } } }]
  ])("is an InvalidOption that names %s", (name, options) => {
    assert.throws(() => RedisThrottle.make(options), new RegExp(`^Option ${name} `))
  })

  it("is none of these: keys begin with method and path", () => {
    const { heard } = RedisThrottle.make({ url, limits: { "POST /api/oauth/token": limit } })
    const known = { limit: { count: 10, window: 60_000 }, wait: 0 }
    assert.deepInclude(heard("POST https://a.test:8080/api/oauth/token mdb_sa_id_1"), known)
    assert.deepInclude(heard("POST https://a.test/api/oauth/token"), known)
    for (const other of ["GET https://a.test/api/oauth/token", "POST https://a.test/api/oauth/token/b c", ""]) {
      assert.isUndefined(heard(other))
    }
  })

  it.each(["57879f6cc4b32dbe440bb8c5", "{groupId}", ":groupId", "{id}"])(
    "is known by the path with its id, however that is written: %s",
    (id) => {
      const { heard } = RedisThrottle.make({ url, limits: { [`GET /api/atlas/v2/groups/${id}`]: limit } })
      assert.isDefined(heard("GET https://a.test/api/atlas/v2/groups/{id} mdb_sa_id_1"))
      assert.isDefined(heard("GET https://a.test/api/atlas/v2/groups/:groupId user"))
      assert.isUndefined(heard("GET https://a.test/api/atlas/v2/groups/{id}/clusters mdb_sa_id_1"))
    }
  )
})

describe("a wrong option of a verification cache in Redis", () => {
  it.each<[string, RedisVerificationCache.Options]>([
    ["url", { url: "http://a.test" }],
    ["encryptionKey", { url: "redis://a.test", encryptionKey: new Uint8Array(16) }]
  ])("is an InvalidOption that names %s", (name, options) => {
    assert.throws(() => RedisVerificationCache.make(options), new RegExp(`^Option ${name} `))
  })
})
