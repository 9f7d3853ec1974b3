import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import * as accessClaims from "../../src/internal/accessClaims.ts"

const text = Schema.optional(Schema.String)

/** What `decode` looks at by hand. */
const isAccessToken = Schema.is(Schema.Struct({
  typ: Schema.Literal("access"),
  sub: Schema.NonEmptyString,
  exp: Schema.Finite,
  iat: Schema.Finite,
  iss: text,
  aud: Schema.optional(Schema.Union([Schema.String, Schema.Array(Schema.String)])),
  baas_domain_id: text,
  stitch_domainId: text,
  baas_device_id: text,
  stitch_devId: text,
  user_data: Schema.optional(Schema.NullOr(Schema.JsonObject))
}))

const whole: Readonly<Record<string, unknown>> = {
  typ: "access",
  sub: "u",
  exp: 2,
  iat: 1,
  iss: "s",
  aud: ["a", "b"],
  baas_domain_id: "new domain",
  stitch_domainId: "domain",
  baas_device_id: "new device",
  stitch_devId: "device",
  user_data: { roles: ["reader"] }
}

// Of JSON, with numbers beyond what it should hold: `1e999` is read as infinity.
const values = [undefined, null, "", "x", "access", 0, 1.5, Infinity, true, [], ["x"], ["x", 1], [null], {}, {
  n: Infinity
}]

describe("the claims of an access token", () => {
  it.each(Object.keys(whole))("are the same by hand as by a schema, whatever %s is", (name) => {
    const { [name]: _, ...without } = whole
    for (const payload of [without, ...values.map((value) => ({ ...whole, [name]: value }))]) {
      assert.strictEqual(accessClaims.decode(payload) !== undefined, isAccessToken(payload), JSON.stringify(payload))
    }
  })

  it("have the names of today, and of old when there are no others", () => {
    const claims = { sub: "u", exp: 2, iat: 1, iss: "s", aud: ["a", "b"], customUserData: { roles: ["reader"] } }
    assert.deepStrictEqual(accessClaims.decode(whole), { ...claims, domainId: "new domain", deviceId: "new device" })
    const { baas_device_id, baas_domain_id, ...old } = whole
    assert.deepStrictEqual([baas_device_id, baas_domain_id], ["new device", "new domain"])
    assert.deepStrictEqual(accessClaims.decode(old), { ...claims, domainId: "domain", deviceId: "device" })
    assert.deepStrictEqual(accessClaims.decode({ typ: "access", sub: "u", exp: 2, iat: 1, user_data: null }), {
      sub: "u",
      exp: 2,
      iat: 1
    })
  })
})
