import { RedisTokenStore } from "@atlas-bearer/redis"
import { assert, describe, it } from "vitest"

describe("a wrong option of a store in Redis", () => {
  const client = { evalSha: () => Promise.resolve(), eval: () => Promise.resolve() }
  it.each<[string, RedisTokenStore.Options]>([
    ["url", {}],
    ["url", { url: "redis://a.test", client }],
    ["url", { url: "127.0.0.1:6379" }],
    ["url", { url: "http://:hunter2@127.0.0.1" }],
    ["prefix", { client, prefix: "" }],
    ["prefix", { client, prefix: "{a}:" }],
    ["encryptionKey", { client, encryptionKey: new Uint8Array(31) }]
  ])("is an InvalidOption that names %s", (name, options) => {
    assert.throws(() => RedisTokenStore.make(options), new RegExp(`^Option ${name} (?!.*hunter2)`))
  })
})
