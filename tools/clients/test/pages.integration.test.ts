/** The commands that several pages of the vendor have. */
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { afterAll } from "vitest"
import { commandsOf, readerOf } from "./pages.ts"

const emulator = await Emulator.start()
afterAll(() => emulator[Symbol.asyncDispose]())
const { curl, logIn } = readerOf(emulator)

const graphqlData = /"title":"[^"]+"/

describe.each(["realm-guide", "realm-reference", "stitch-guide"])("the commands of the page %s", (page) => {
  const command = (part: string) => {
    const found = commandsOf(page).find((text) => text.includes(part))
    assert.isDefined(found, `${page} has no command with ${part}`)
    return found ?? ""
  }
  const has = (part: string) => commandsOf(page).some((text) => text.includes(part))

  it("lists all movies with a bearer token", async () => {
    const { access_token } = await logIn()
    const answer = await curl(command("/graphql"), { "<Access Token>": access_token })
    assert.strictEqual(answer.status, 200)
    assert.match(answer.body, graphqlData)
  })

  it("refuses GraphQL without a valid token", async () => {
    const answer = await curl(command("/graphql"))
    assert.strictEqual(answer.status, 401)
  })

  it.each(["anon-user", "local-userpass", "api-key"].filter((provider) => has(provider)))(
    "logs in with %s",
    async (provider) => {
      const answer = await curl(command(`providers/${provider}/login`))
      assert.strictEqual(answer.status, 200)
      const session: unknown = JSON.parse(answer.body)
      assert.hasAllKeys(session, ["access_token", "refresh_token", "user_id", "device_id"])
    }
  )

  const customToken = ["custom-token"].filter(has)
  it.each(customToken)("refuses the page's own %s, which expired in 2018", async (provider) => {
    const answer = await curl(command(`providers/${provider}/login`))
    assert.strictEqual(answer.status, 401)
    assert.strictEqual(JSON.parse(answer.body).error_code, "AuthError")
  })

  it("renews an access token with the refresh token", async () => {
    const { refresh_token } = await logIn()
    const answer = await curl(command("/auth/session"), { "<Refresh Token>": refresh_token })
    assert.strictEqual(answer.status, 201)
    assert.hasAllKeys(JSON.parse(answer.body), ["access_token"])
  })
})
