import * as Es512 from "@atlas-bearer/emulator/Es512"
import { assert, describe, it } from "@effect/vitest"
import { Redacted } from "effect"
import { verify } from "node:crypto"
import { jwtParts } from "./jwtParts.ts"

describe("Es512", () => {
  it("signs what its public key verifies, and nothing else", () => {
    const { publicKey, sign } = Es512.make()
    const token = sign({ sub: "mdb_sa_id_1", aud: "api://admin" })
    assert.strictEqual(jwtParts(token).header, "{\"alg\":\"ES512\",\"typ\":\"JWT\"}")
    const [head = "", claims = "", signature = ""] = Redacted.value(token).split(".")
    const isSigned = (content: string) =>
      verify(
        "sha512",
        Buffer.from(content),
        { key: publicKey, dsaEncoding: "ieee-p1363" },
        Buffer.from(signature, "base64url")
      )
    assert.strictEqual(Buffer.from(signature, "base64url").length, 132)
    assert.isTrue(isSigned(`${head}.${claims}`))
    assert.isFalse(isSigned(`${head}.${claims}A`))
  })
})
