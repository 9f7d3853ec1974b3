/** Custom tokens of an issuer that signs with RS256, as most identity providers do. */
import { assert, describe, it } from "@effect/vitest"
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"
import { logIn } from "./customTokenLogin.ts"

const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 })
const pem = (key: KeyObject) => String(key.export({ type: "spki", format: "pem" }))
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")
const inAnHour = Math.floor(Date.now() / 1000) + 3_600

const tokenOf = (key: KeyObject, header: object = {}, aud = DefaultSeed.app.clientAppId) => {
  const content = `${encode({ alg: "RS256", typ: "JWT", ...header })}.${encode({ sub: "24601", aud, exp: inAnHour })}`
  return `${content}.${sign("sha256", Buffer.from(content), key).toString("base64url")}`
}

describe("RS256 custom tokens", () => {
  const [mine, other] = [pair(), pair()]

  it("log in by a key in PEM, beside those of the shared secret", async () => {
    await using emulator = await Emulator.start({ customTokenKeys: [pem(mine.publicKey)] })
    assert.strictEqual(await logIn(emulator.url, tokenOf(mine.privateKey)), "200")
    assert.strictEqual(await logIn(emulator.url, await emulator.tokenLab.mint({ kind: "custom" })), "200")
    const refused = [
      tokenOf(other.privateKey),
      tokenOf(mine.privateKey, { crit: ["x"] }),
      tokenOf(mine.privateKey, { alg: "HS256" }),
      `${tokenOf(mine.privateKey).slice(0, -4)}AAAA`
    ]
    for (const token of refused) assert.strictEqual(await logIn(emulator.url, token), "401 signature is invalid")
    assert.strictEqual(await logIn(emulator.url, tokenOf(mine.privateKey, {}, "x")), "401 token has another audience")
  })

  it("are checked with the JSON Web Key that they name", async () => {
    await using emulator = await Emulator.start()
    const jwk = (key: KeyObject, kid: string) => ({ ...key.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" })
    const { clientAppId: app } = await emulator.control.createApp({
      customTokenKeys: [jwk(mine.publicKey, "a"), jwk(other.publicKey, "b")]
    })
    assert.strictEqual(await logIn(emulator.url, tokenOf(other.privateKey, { kid: "b" }, app), app), "200")
    for (const kid of ["a", "c", undefined]) {
      assert.strictEqual(
        await logIn(emulator.url, tokenOf(other.privateKey, { kid }, app), app),
        "401 signature is invalid"
      )
    }
    assert.strictEqual(await logIn(emulator.url, tokenOf(mine.privateKey)), "401 signature is invalid")
  })

  it("need RSA keys, three at most", async () => {
    const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" })
    for (const keys of [["nonsense"], [pem(elliptic.publicKey)], Array<string>(4).fill(pem(mine.publicKey))]) {
      const failure: unknown = await Emulator.start({ customTokenKeys: keys }).catch((error: unknown) => error)
      assert.deepInclude(failure, { _tag: "InvalidOption", option: "customTokenKeys" })
    }
  })
})
