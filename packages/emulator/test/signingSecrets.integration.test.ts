/** Custom tokens of an app with several secrets: while they are changed, the old and the new log in. */
import { assert, describe, it } from "@effect/vitest"
import { Redacted } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"
import * as Jwt from "../src/Jwt.ts"
import { logIn } from "./customTokenLogin.ts"

const secrets = ["the-old-secret-of-32-bytes-or-more", "the-new-secret-of-32-bytes-or-more", "another-one"]
const exp = Math.floor(Date.now() / 1000) + 3_600
const tokenOf = (secret: string, aud = DefaultSeed.app.clientAppId) =>
  Redacted.value(Jwt.sign({ sub: "24601", aud, exp }, Redacted.make(secret)))

describe("the secrets of custom tokens", () => {
  it("all let tokens in, three at most, instead of the seed's", async () => {
    await using emulator = await Emulator.start({ customTokenSecrets: secrets })
    for (const secret of secrets) assert.strictEqual(await logIn(emulator.url, tokenOf(secret)), "200")
    assert.strictEqual(await logIn(emulator.url, await emulator.tokenLab.mint({ kind: "custom" })), "200")
    for (const other of [DefaultSeed.customToken.secret, "yet-another-one"]) {
      assert.strictEqual(await logIn(emulator.url, tokenOf(other)), "401 signature is invalid")
    }
    for (const wrong of [[...secrets, "a fourth"], ["", "b"]]) {
      const failure: unknown = await Emulator.start({ customTokenSecrets: wrong }).catch((error: unknown) => error)
      assert.deepInclude(failure, { _tag: "InvalidOption", option: "customTokenSecrets" })
    }
  })

  it("are those of their app alone", async () => {
    await using emulator = await Emulator.start()
    const [one = "", ...others] = secrets
    const { clientAppId: app } = await emulator.control.createApp({ customTokenSecret: [one, ...others] })
    for (const secret of secrets) assert.strictEqual(await logIn(emulator.url, tokenOf(secret, app), app), "200")
    assert.strictEqual(await logIn(emulator.url, tokenOf(one)), "401 signature is invalid")
    const four: unknown = await emulator.control.createApp({ customTokenSecret: [one, ...secrets] })
      .catch((error: unknown) => error)
    assert.deepInclude(four, { _tag: "BadRequest" })
  })
})
