import { DefaultSeed } from "@atlas-bearer/emulator"
import { assert, describe, it } from "vitest"
import { secretsIn } from "../src/checkSecrets.ts"

const check = (content: string, maySeed = false) => secretsIn("dist/index.js", `const value = "${content}"\n`, maySeed)

/** Put together here, so that no scanner takes this file for a leak. */
const planted = {
  "a token of npm": `npm_${"aB3".repeat(12)}`,
  "a token of GitHub": `ghp_${"aB3x".repeat(9)}`,
  "a service account's secret": `mdb_sa_sk_${"x9Y8".repeat(8)}`,
  "an access token": ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiJ1MSJ9", "c2lnbmF0dXJlMTIzNDU2"].join("."),
  "a private key": `-----BEGIN ${"PRIVATE"} KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC`
}

describe("secretsIn", () => {
  for (const [what, secret] of Object.entries(planted)) {
    it(`finds ${what}, and does not repeat it`, async () => {
      const problems = await check(secret)
      assert.isNotEmpty(problems)
      assert.notInclude(problems.join(), secret)
    })
  }

  it("lets the emulator have the documented values that it begins with, and nobody else", async () => {
    const seeded = [DefaultSeed.serviceAccount.clientSecret, DefaultSeed.serverApiKey, DefaultSeed.customToken.secret]
    for (const value of seeded) {
      assert.deepStrictEqual(await check(value, true), [])
      assert.lengthOf(await check(value), 1)
    }
  })

  it("finds nothing in what only speaks of secrets", async () => {
    assert.deepStrictEqual(await check("mdb_sa_sk_… is a clientSecret; Bearer eyJ…; AWS_SECRET_ACCESS_KEY"), [])
  })
})
