/** The commands that one page of the vendor has alone. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { afterAll } from "vitest"
import { commandsOf, readerOf } from "./pages.ts"

const emulator = await Emulator.start()
afterAll(() => emulator[Symbol.asyncDispose]())
const { curl, logIn } = readerOf(emulator)

describe("the commands of one page alone", () => {
  const reference = (part: string) => commandsOf("realm-reference").find((text) => text.includes(part)) ?? ""

  it("finds the location, although the command sends a body with its GET", async () => {
    const answer = await curl(reference("/location"))
    assert.strictEqual(answer.status, 200)
    const location: unknown = JSON.parse(answer.body)
    assert.hasAllKeys(location, ["deployment_model", "location", "hostname", "ws_hostname"])
    assert.propertyVal(location, "hostname", emulator.url)
  })

  const verify = async (token: string) => {
    const login = await fetch(`${emulator.url}/api/admin/v3.0/auth/providers/mongodb-cloud/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        username: DefaultSeed.administrator.publicKey,
        apiKey: DefaultSeed.administrator.privateKey
      })
    })
    const { access_token }: { readonly access_token: string } = await login.json()
    return curl(reference("/verify_token"), {
      "<API Access Token>": access_token,
      "<Client Access Token>": token
    })
  }

  it("verifies a valid access token", async () => {
    const { access_token } = await logIn()
    const answer = await verify(access_token)
    assert.strictEqual(answer.status, 200)
    assert.hasAllKeys(JSON.parse(answer.body), ["sub", "exp", "iat", "iss", "domain_id", "device_id"])
  })

  it("says that an access token expired", async () => {
    const { access_token } = await logIn()
    await emulator.clock.advance("31 minutes")
    assert.deepStrictEqual(await verify(access_token), { status: 200, body: "\"token expired\"" })
  })

  it("says that a text is no token", async () => {
    assert.deepStrictEqual(await verify("nonsense"), {
      status: 400,
      body: "{\"error\":\"token contains an invalid number of segments\"}"
    })
  })

  it("answers an expired administrator's token as the page does", async () => {
    const answer = await curl(reference("/verify_token"), {
      "<API Access Token>": "eyJ.eyJ.x",
      "<Client Access Token>": "nonsense"
    })
    assert.deepStrictEqual(answer, {
      status: 401,
      body: "{\"error\":\"invalid session\",\"error_code\":\"InvalidSession\"}"
    })
  })

  it("issues a token to a service account", async () => {
    const [command = ""] = commandsOf("cloud-manager-reference")
    const { clientId, clientSecret } = DefaultSeed.serviceAccount
    const answer = await curl(command, { "{BASE64-AUTH}": btoa(`${clientId}:${clientSecret}`) })
    assert.strictEqual(answer.status, 200)
    const token: unknown = JSON.parse(answer.body)
    assert.include(token, { expires_in: 3600, token_type: "Bearer" })
  })

  it("runs every command that the pages have", () => {
    const count = ["realm-guide", "realm-reference", "stitch-guide", "cloud-manager-reference"]
      .flatMap(commandsOf).length
    assert.strictEqual(count, 18)
  })
})
