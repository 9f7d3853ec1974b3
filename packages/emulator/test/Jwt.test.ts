import * as Jwt from "@atlas-bearer/emulator/Jwt"
import { assert, describe, it } from "@effect/vitest"
import { Redacted, Result, Schema } from "effect"
import { createHmac } from "node:crypto"
import { isDeepStrictEqual } from "node:util"
import { jwtParts } from "./jwtParts.ts"

const secret = Redacted.make("s3cret")
const encode = (text: string) => Buffer.from(text).toString("base64url")

/** A token of any header, properly signed. */
const tokenOf = (header: string, claims: string) => {
  const content = `${encode(header)}.${encode(claims)}`
  return `${content}.${createHmac("sha256", "s3cret").update(content).digest("base64url")}`
}
const header = `{"alg":"HS256","typ":"JWT"}`
const valid = tokenOf(header, `{"sub":"u"}`)

const refusal = (token: string) => {
  const error = Result.getOrThrow(Result.flip(Jwt.verify(Redacted.make(token), secret)))
  return `${error._tag}: ${error.description}`
}

describe("Jwt", () => {
  it("writes the header of the vendor's tokens, and the claims in alphabetical order", () => {
    const parts = jwtParts(Jwt.sign({ sub: "u", stitch_ident: { id: 1, a: 2 }, exp: 1, stitch_id: "s" }, secret))
    assert.strictEqual(parts.header, header)
    assert.strictEqual(parts.claims, `{"exp":1,"stitch_id":"s","stitch_ident":{"id":1,"a":2},"sub":"u"}`)
  })

  it("signs as other implementations do", () => {
    assert.strictEqual(Redacted.value(Jwt.sign({ sub: "u" }, secret)), valid)
  })

  it.prop(
    "reads what it signed",
    [Schema.Record(Schema.String, Schema.Json), Schema.NonEmptyString],
    ([claims, key]) => {
      // Of names that are written with an escape, JSON.parse of Node 24 takes one or another for a backslash.
      if (/\\/.test(JSON.stringify(claims))) return
      const found = Result.getOrThrow(Jwt.verify(Jwt.sign(claims, Redacted.make(key)), Redacted.make(key)))
      // Chai stumbles over claims that are named like the members of every object.
      assert.isTrue(isDeepStrictEqual(found, JSON.parse(JSON.stringify(claims))))
    }
  )

  it("refuses every token whose text was changed", () => {
    for (let index = 0; index < valid.length; index++) {
      const other = valid[index] === "A" ? "B" : "A"
      const changed = valid.slice(0, index) + other + valid.slice(index + 1)
      assert.isTrue(Result.isFailure(Jwt.verify(Redacted.make(changed), secret)), changed)
    }
    assert.strictEqual(refusal(`${valid}A`), "TokenInvalid: signature is invalid")
    assert.strictEqual(refusal(valid.slice(0, valid.lastIndexOf(".") + 1)), "TokenInvalid: signature is invalid")
  })

  it("refuses another secret", () => {
    assert.strictEqual(
      refusal(Redacted.value(Jwt.sign({ sub: "u" }, Redacted.make("other")))),
      "TokenInvalid: signature is invalid"
    )
  })

  it.each([
    ["null", "TokenMalformed: token contains an invalid number of segments"],
    ["", "TokenMalformed: token contains an invalid number of segments"],
    [`${valid}.x`, "TokenMalformed: token contains an invalid number of segments"],
    [`e30.a=.b`, "TokenMalformed: illegal base64 data at input byte 1"],
    [tokenOf("{", "{}"), "TokenMalformed: invalid character looking for beginning of value"],
    [
      tokenOf(header, "[1]"),
      "TokenMalformed: json: cannot unmarshal array into Go value of type map[string]interface {}"
    ],
    [tokenOf(`{"typ":"JWT"}`, "{}"), "TokenInvalid: signing method (alg) is unspecified."],
    [tokenOf(`{"alg":"none"}`, "{}"), "TokenInvalid: signing method (alg) is unavailable."],
    [tokenOf(`{"alg":"hs256"}`, "{}"), "TokenInvalid: signing method (alg) is unavailable."],
    [tokenOf(`{"alg":"HS512"}`, "{}"), "TokenInvalid: signing method (alg) is unavailable."],
    [tokenOf(`{"alg":"HS256","crit":["b64"]}`, "{}"), "TokenInvalid: signing method (alg) is unavailable."]
  ])("says what is wrong with %s", (token, expected) => {
    assert.strictEqual(refusal(token), expected)
  })
})
