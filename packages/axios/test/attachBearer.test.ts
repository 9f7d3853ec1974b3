import { attachBearer, BearerError } from "@atlas-bearer/axios"
import type { AttachOptions } from "@atlas-bearer/axios/attachBearer"
import { assert, describe, it } from "@effect/vitest"
import axios from "axios"
import { fixed } from "./sources.ts"

const optionOf = (attach: () => unknown) => {
  try {
    attach()
  } catch (error) {
    if (error instanceof BearerError.InvalidOption) return error.option
  }
  return undefined
}

const attach = (options?: AttachOptions, origin?: string) => () =>
  attachBearer(axios.create(), fixed("t1", origin), options)

describe("attachBearer", () => {
  it.each<AttachOptions>([
    { origins: [] },
    { origins: ["cloud.mongodb.com"] },
    { origins: ["ftp://cloud.mongodb.com"] },
    { origins: ["https://cloud.mongodb.com/api"] },
    { origins: ["https://u:p@cloud.mongodb.com"] },
    { origins: ["http://cloud.mongodb.com"] },
    { origins: ["https://cloud.mongodb.com", "*"] },
    {}
  ])(
    "wants to know origins that may see the token: not %j",
    (options) => assert.strictEqual(optionOf(attach(options)), "origins")
  )

  it("takes the source's origin, those that are given, and insecure ones when told", () => {
    assert.isUndefined(optionOf(attach({}, "https://cloud.mongodb.com")))
    assert.isUndefined(optionOf(attach({ origins: [new URL("https://a.example"), "http://localhost:1/"] })))
    assert.isUndefined(optionOf(attach({ origins: ["http://a.example"], allowInsecure: true })))
  })

  it.each<[string, AttachOptions]>([
    ["deadline", { deadline: -1 }],
    ["deadline", { deadline: NaN }],
    ["maxRetryAfter", { maxRetryAfter: Infinity }],
    ["retries", { retries: 1.5 }],
    ["retries", { retries: -1 }]
  ])(
    "names a wrong %s",
    (option, options) => assert.strictEqual(optionOf(attach(options, "https://a.example")), option)
  )

  it("says what is no instance and no token source", () => {
    // @ts-expect-error - only a caller without types gets this far
    assert.strictEqual(optionOf(() => attachBearer({}, fixed("t1", "https://a.example"))), "instance")
    // @ts-expect-error - only a caller without types gets this far
    assert.strictEqual(optionOf(() => attachBearer(axios.create(), { getAccessToken: "t1" })), "tokenSource")
  })

  it("reports a wrong limit of one request as the cause of an AxiosError", async () => {
    const instance = axios.create({ baseURL: "https://a.example" })
    attachBearer(instance, fixed("t1", "https://a.example"))
    const error: unknown = await instance.get("/", { bearer: { deadline: -1 } }).catch((error: unknown) => error)
    assert.instanceOf(error, axios.AxiosError)
    assert.propertyVal(error.cause, "option", "deadline")
  })
})
