/** A user's session: login, token, whoami, decode, logout. */
import { serviceAccount } from "@atlas-bearer/emulator/DefaultSeed"
import { start } from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { type Home, makeHome } from "./command.ts"

const loginFlags = ["login", "--app", "myapp-abcde", "--username", "test@example.com"]

const withHome = async (test: (home: Home) => Promise<void>) => {
  await using emulator = await start({ port: 0 })
  await using home = await makeHome({ ATLAS_BEARER_BASE_URL: emulator.url })
  await test(home)
}

const logIn = (home: Home, ...before: ReadonlyArray<string>) =>
  home.run([...before, ...loginFlags], { env: { ATLAS_BEARER_PASSWORD: "password" } })

describe("a user's session", () => {
  it("lasts from the login to the logout", () =>
    withHome(async (home) => {
      const login = await home.run([...loginFlags, "--secret-stdin"], { stdin: "password\n" })
      assert.strictEqual(login.code, 0)
      assert.include(login.stdout, "Logged in to myapp-abcde as test@example.com")
      const token = await home.stdoutOf(["token"])
      assert.match(token, /^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/)
      const whoami = JSON.parse(await home.stdoutOf(["whoami", "--json"]))
      assert.include(whoami, { profile: "default", app: "myapp-abcde" })
      assert.deepStrictEqual(whoami.data, { email: "test@example.com" })
      const profile = JSON.parse(await home.stdoutOf(["fetch", "/api/client/v2.0/auth/profile"]))
      assert.strictEqual(profile.user_id, whoami.userId)
      await home.stdoutOf(["logout"])
      for (const command of ["token", "whoami"]) {
        const { code, stderr, stdout } = await home.run([command])
        assert.strictEqual(code, 3)
        assert.strictEqual(stdout, "")
        assert.include(stderr, "atlas-bearer login --app myapp-abcde")
      }
    }))

  it("keeps the base URL of its login, and profiles apart", () =>
    withHome(async (home) => {
      await logIn(home, "--profile", "work")
      const env = { ATLAS_BEARER_BASE_URL: "" }
      const { ATLAS_BEARER_BASE_URL: baseUrl } = home.environment as Readonly<Record<string, string>>
      assert.include(JSON.parse(await home.stdoutOf(["--profile", "work", "whoami", "--json"], { env })), { baseUrl })
      assert.strictEqual((await home.run(["whoami"])).code, 3)
      assert.strictEqual((await home.run(["whoami"], { env: { ATLAS_BEARER_PROFILE: "work" } })).code, 0)
    }))

  it("replaces the profile's user, whose session ends", () =>
    withHome(async (home) => {
      await logIn(home)
      await home.stdoutOf(["login", "--provider", "anon-user"])
      assert.deepStrictEqual(JSON.parse(await home.stdoutOf(["whoami", "--json"])).providers, ["anon-user"])
      await home.stdoutOf(["logout"])
      assert.strictEqual((await home.run(["whoami"])).code, 3)
    }))

  it("ends when a service account takes its profile, whose token ends when a user does", () =>
    withHome(async (home) => {
      await logIn(home)
      const { clientId, clientSecret } = serviceAccount
      const env = { ATLAS_BEARER_CLIENT_SECRET: clientSecret }
      const { code } = await home.run(["login", "--service-account", "--client-id", clientId], { env })
      assert.strictEqual(code, 0)
      assert.strictEqual((await home.run(["token", "--app", "myapp-abcde"])).code, 3)
      const token = () => home.run(["token", "--service-account", "--client-id", clientId], { env })
      const { stdout: before } = await token()
      assert.strictEqual((await token()).stdout, before)
      await home.run([...loginFlags], { env: { ...env, ATLAS_BEARER_PASSWORD: "password" } })
      assert.notStrictEqual((await token()).stdout, before)
    }))

  it("is refused with exit code 4, and nothing is kept", () =>
    withHome(async (home) => {
      const wrong = { env: { ATLAS_BEARER_PASSWORD: "a-wrong-password" } }
      const { code, stderr, stdout } = await home.run([...loginFlags, "--json"], wrong)
      assert.strictEqual(code, 4)
      assert.strictEqual(stdout, "")
      assert.include(JSON.parse(stderr).error, { tag: "InvalidPassword", exitCode: 4 })
      assert.strictEqual((await home.run(["whoami"])).code, 3)
    }))

  it("shows claims and remaining life, never the signature", () =>
    withHome(async (home) => {
      await logIn(home)
      const token = await home.stdoutOf(["token"])
      const signature = String(token.trim().split(".")[2])
      const own = await home.run(["decode", "--json"])
      const piped = await home.run(["decode", "-"], { stdin: token, env: { TZ: "Asia/Tokyo", LC_ALL: "tr_TR.UTF-8" } })
      const { claims, expiresAt, remainingSeconds } = JSON.parse(own.stdout)
      assert.strictEqual(Date.parse(expiresAt), claims.exp * 1000)
      assert.approximately(remainingSeconds, 1795, 10)
      assert.include(piped.stdout, `expires ${expiresAt}, 29 min`)
      assert.notInclude(own.stdout + piped.stdout, signature)
      const opaque = await home.run(["decode", "-"], { stdin: "not-to-be-seen" })
      assert.strictEqual(opaque.code, 1)
      assert.notInclude(opaque.stderr, "not-to-be-seen")
    }))
})
