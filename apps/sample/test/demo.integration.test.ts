import { DefaultSeed } from "@atlas-bearer/emulator"
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const run = promisify(execFile)
const root = fileURLToPath(new URL("../../../", import.meta.url))

describe("npm run demo", () => {
  it("walks the main job to its end in under 30 s and shows no secret", async () => {
    const started = performance.now()
    // Rejects unless the exit code is 0.
    const { stderr, stdout } = await run("npm", ["run", "--silent", "demo"], { cwd: root, timeout: 30_000 })
    assert.isBelow(performance.now() - started, 30_000)

    const lines = stdout.trimEnd().split("\n")
    for (
      const part of [
        "Location of the app",
        "Login with anon-user",
        "Login with api-key",
        "Login with custom-token",
        "Login with local-userpass",
        "refused with InvalidPassword",
        "12 films",
        "refused with TokenExpired",
        "the token was renewed",
        "refused with TokenInvalid",
        "Token of a service account",
        "429, Retry-After 2",
        "of waiting as told"
      ]
    ) {
      assert.isTrue(lines.some((line) => line.includes(part)), `no line has ${part}`)
    }

    const output = stdout + stderr
    const { administrator, customToken, serverApiKey, serviceAccount } = DefaultSeed
    for (const secret of [administrator.privateKey, customToken.secret, serverApiKey, serviceAccount.clientSecret]) {
      assert.notInclude(output, secret)
    }
    assert.notMatch(output, /eyJ[\w-]+\.[\w-]+\./, "a token was printed")
  })
})
