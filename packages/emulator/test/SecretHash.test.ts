import * as SecretHash from "@atlas-bearer/emulator/SecretHash"
import { assert, describe, it } from "@effect/vitest"
import { Redacted } from "effect"

describe("SecretHash", () => {
  it("matches its own secret alone", () => {
    const secret = Redacted.make("s3cret")
    assert.isTrue(SecretHash.matches(secret, SecretHash.make(secret)))
    assert.isFalse(SecretHash.matches(Redacted.make("other"), SecretHash.make(secret)))
    assert.notInclude(SecretHash.make(secret), "s3cret")
  })

  it("matches nothing when there is no hash, not even the decoy's text", () => {
    assert.isFalse(SecretHash.matches(Redacted.make("no such secret"), undefined))
  })
})
