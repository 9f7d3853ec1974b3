import * as TextSeal from "@atlas-bearer/core/TextSeal"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"

const sealOf = (fill: number, length = 32) =>
  TextSeal.fromOption({ option: "encryptionKey", input: new Uint8Array(length).fill(fill) })
const { seal, unseal } = Result.getOrThrow(sealOf(7))

describe("A sealed text", () => {
  it("opens with its key at its place, and is another one each time", async () => {
    const [one, other] = [await seal("place", "ü hunter2"), await seal("place", "ü hunter2")]
    assert.strictEqual(await unseal("place", one), "ü hunter2")
    assert.notStrictEqual(one, other)
    assert.notInclude(atob(one), "hunter2")
  })

  it("does not open at another place, with another key, or changed", async () => {
    const sealed = await seal("place", "hunter2")
    assert.isUndefined(await unseal("other", sealed))
    assert.isUndefined(await Result.getOrThrow(sealOf(8)).unseal("place", sealed))
    const bytes = Uint8Array.from(atob(sealed), (character) => character.charCodeAt(0))
    for (const index of bytes.keys()) {
      const changed = btoa(String.fromCharCode(...bytes.map((byte, at) => at === index ? byte ^ 1 : byte)))
      assert.isUndefined(await unseal("place", changed), `byte ${index}`)
    }
  })

  it.each(["", "AAAA", "not base64!", "A".repeat(200)])("is not %j", async (text) => {
    assert.isUndefined(await unseal("place", text))
  })

  it.each([0, 16, 31, 33])("is not made with a key of %d bytes", (length) => {
    const reason = "must be a Uint8Array of 32 bytes"
    assert.include(Result.merge(sealOf(7, length)), { _tag: "InvalidOption", option: "encryptionKey", reason })
  })

  it("is not concerned when the caller's bytes change", async () => {
    const input = new Uint8Array(32).fill(9)
    const own = Result.getOrThrow(TextSeal.fromOption({ option: "encryptionKey", input }))
    const sealed = await own.seal("place", "hunter2")
    input.fill(0)
    assert.strictEqual(await own.unseal("place", sealed), "hunter2")
  })
})
