import { AppNotFound, InvalidSession, onWire, withoutCode } from "@atlas-bearer/core/ClientError"
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"

describe("an error on the wire", () => {
  it("has one schema for all endpoints, with its code or without", () => {
    assert.strictEqual(onWire(InvalidSession), onWire(InvalidSession))
    assert.notStrictEqual<unknown>(onWire(InvalidSession), onWire(AppNotFound))
    const encode = Schema.encodeSync(onWire(AppNotFound))
    assert.deepStrictEqual(encode(new AppNotFound({ description: "no" })), { error: "no", error_code: "AppNotFound" })
    const encodeWithoutCode = Schema.encodeSync(withoutCode(AppNotFound))
    assert.deepStrictEqual(encodeWithoutCode(new AppNotFound({ description: "no" })), { error: "no" })
  })
})
