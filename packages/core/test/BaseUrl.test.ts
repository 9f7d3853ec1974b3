import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"

const parse = (input: string | URL, allowInsecure?: boolean) =>
  BaseUrl.fromOption({ option: "baseUrl", input, allowInsecure })

const href = (input: string | URL, allowInsecure?: boolean) => Result.getOrThrow(parse(input, allowInsecure)).href

describe("BaseUrl.fromOption", () => {
  it.each([BaseUrl.hosted, BaseUrl.realm, BaseUrl.stitch, BaseUrl.cloud, "https://a.test:8443"])(
    "takes %s",
    (input) => assert.strictEqual(href(input), `${input}/`)
  )

  it.each(["https://a.test/base/", "https://a.test/base//", "https://a.test/base?", "https://a.test/base/#"])(
    "strips what is empty at the end of %s",
    (input) => assert.strictEqual(href(input), "https://a.test/base")
  )

  it("leaves the given URL as it is", () => {
    const input = new URL("https://a.test/base/")
    assert.strictEqual(href(input), "https://a.test/base")
    assert.strictEqual(input.href, "https://a.test/base/")
  })

  it.each([
    "http://localhost:9090",
    "http://app.localhost",
    "http://127.0.0.1:9090",
    "http://127.1.2.3",
    "http://[::1]"
  ])(
    "takes %s, since loopback is this machine",
    (input) => assert.strictEqual(href(input), `${input}/`)
  )

  it.each([
    ["", "absolute"],
    ["services.cloud.mongodb.com", "absolute"],
    ["/api", "absolute"],
    ["https://", "absolute"],
    ["ftp://a.test", "https:"],
    ["javascript:alert(1)", "https:"],
    ["https://user@a.test", "credentials"],
    ["https://user:hunter2@a.test", "credentials"],
    ["https://a.test?x=1", "query"],
    ["https://a.test#x", "fragment"],
    ["http://a.test", "allowInsecure"],
    ["http://127.0.0.1.a.test", "allowInsecure"],
    ["http://localhost.a.test", "allowInsecure"],
    ["http://0.0.0.0", "allowInsecure"]
  ])("refuses %j and names the option", (input, reason) => {
    const error = Result.getOrThrow(Result.flip(parse(input)))
    assert.strictEqual(error._tag, "InvalidOption")
    assert.strictEqual(error.option, "baseUrl")
    assert.match(error.message, new RegExp(`^Option baseUrl .*${reason}`))
    assert.notInclude(error.message, "hunter2")
  })

  it("takes http: to another machine with allowInsecure", () =>
    assert.strictEqual(href("http://a.test", true), "http://a.test/"))
})

describe("BaseUrl.regional", () => {
  it("puts region and provider before the host", () => {
    assert.strictEqual(
      BaseUrl.regional({ region: "us-east-1", provider: "aws" }),
      "https://us-east-1.aws.services.cloud.mongodb.com"
    )
    assert.strictEqual(
      BaseUrl.regional({ region: "us-east-1", provider: "aws", host: BaseUrl.realm }),
      "https://us-east-1.aws.realm.mongodb.com"
    )
  })
})

describe("BaseUrl.isTrusted", () => {
  const isTrusted = (host: string, baseUrl: string) => BaseUrl.isTrusted(new URL(host), new URL(baseUrl))

  it.each([
    ["https://services.cloud.mongodb.com", BaseUrl.hosted],
    ["https://us-east-1.aws.services.cloud.mongodb.com", BaseUrl.hosted],
    ["https://us-east-1.aws.realm.mongodb.com", BaseUrl.hosted],
    ["https://EU-west-1.aws.Realm.MongoDB.com", BaseUrl.realm],
    ["http://127.0.0.1:9091", "http://127.0.0.1:9090"],
    ["http://localhost:9090", "http://localhost:9090"]
  ])("trusts %s, named by %s", (host, baseUrl) => assert.isTrue(isTrusted(host, baseUrl)))

  it.each([
    ["https://evilmongodb.com", BaseUrl.hosted],
    ["https://mongodb.com.evil.com", BaseUrl.hosted],
    ["https://services.cloud.mongodb.com@evil.com", BaseUrl.hosted],
    ["https://evil.com/.mongodb.com", BaseUrl.hosted],
    ["https://evil.com?.mongodb.com", BaseUrl.hosted],
    ["https://com", BaseUrl.hosted],
    ["http://us-east-1.aws.realm.mongodb.com", BaseUrl.hosted],
    ["ws://us-east-1.aws.realm.mongodb.com", BaseUrl.hosted],
    ["http://127.0.0.1", BaseUrl.hosted],
    ["https://10.9.0.1", "http://127.0.0.1:9090"],
    ["https://evil.localhost.com", "http://localhost:9090"],
    ["https://evil.co.uk", "https://auth.co.uk"],
    ["https://example.com", "https://auth.example.com"]
  ])("does not trust %s, named by %s", (host, baseUrl) => assert.isFalse(isTrusted(host, baseUrl)))
})
