import { requireBearer, type Verifier } from "@atlas-bearer/express"
import type { LocalVerifier, TokenVerifier } from "@atlas-bearer/node"
import type express from "express"
import type express4 from "express4"
import { assert, describe, expectTypeOf, it } from "vitest"
import { byName } from "./verifiers.ts"

describe("requireBearer", () => {
  const options = { verifier: byName().verifier, realm: "movies" }
  it.each<[string, object]>([
    ["verifier", { verifier: {} }],
    ["verifier", { verifier: undefined }],
    ["realm", { realm: "" }],
    ["realm", { realm: "a\r\nSet-Cookie: x=1" }],
    ["realm", { realm: "Kinö" }],
    ["realm", { realm: undefined }],
    ["require", { require: true }],
    ["from", { from: "query" }],
    ["cookie", { from: "cookie", cookie: "a b" }],
    ["deadline", { deadline: 0 }],
    ["deadline", { deadline: "soon" }]
  ])("throws an InvalidOption that names the wrong %s", (option, wrong) => {
    let thrown: unknown
    try {
      requireBearer({ ...options, ...wrong })
    } catch (error) {
      thrown = error
    }
    assert.include(thrown, { _tag: "InvalidOption", option })
  })

  it("has types that fit both versions of Express", () => {
    expectTypeOf(requireBearer).returns.toExtend<express.RequestHandler>()
    expectTypeOf(requireBearer).returns.toExtend<express4.RequestHandler>()
    expectTypeOf<express.Request["auth"]>().toEqualTypeOf<Verifier.Auth | undefined>()
    expectTypeOf<express4.Request["auth"]>().toEqualTypeOf<Verifier.Auth | undefined>()
  })

  it("takes the verifiers of @atlas-bearer/node", () => {
    expectTypeOf<TokenVerifier.TokenVerifier>().toExtend<Verifier.Verifier>()
    expectTypeOf<LocalVerifier.LocalVerifier>().toExtend<Verifier.Verifier>()
  })
})
