import { assert, describe, it } from "@effect/vitest"
import * as utf8 from "../../src/internal/utf8.ts"

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe("utf8", () => {
  it("never writes to what it gave, however much follows", () => {
    const encode = utf8.make()
    const texts = Array.from({ length: 500 }, (_, n) => `${n}: ${"ä€😀".repeat(n)}`)
    const encoded = texts.map(encode)
    assert.deepStrictEqual(encoded.map(decode), texts)
  })

  it.each([0, 21_845, 21_846, 100_000])("encodes a text of %d characters", (length) => {
    const encode = utf8.make()
    encode("before")
    const text = "€".repeat(length)
    assert.strictEqual(decode(encode(text)), text)
  })
})
