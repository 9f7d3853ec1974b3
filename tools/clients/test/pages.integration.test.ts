/** The vendor's own commands, byte for byte, run by the real curl. Only hosts and placeholders are replaced. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { promisify } from "node:util"
import { afterAll, beforeAll } from "vitest"

const run = promisify(execFile)

const commandsOf = (page: string) =>
  readFileSync(new URL(`fixtures/pages/${page}.txt`, import.meta.url), "utf8").split(/\n\n(?=\s*curl )/)

interface Answer {
  readonly status: number
  readonly body: string
}

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

/** What a reader of the pages does: put in the host, the app and the tokens, and press enter. */
const curl = async (command: string, placeholders: Readonly<Record<string, string>> = {}): Promise<Answer> => {
  const filled = Object.entries({
    "https://realm.mongodb.com": emulator.url,
    "https://stitch.mongodb.com": emulator.url,
    "https://cloud.mongodb.com": emulator.url,
    "<yourappid-abcde>": DefaultSeed.app.clientAppId,
    "<APP NAME>": DefaultSeed.app.clientAppId,
    "<API KEY>": JSON.stringify(DefaultSeed.serverApiKey),
    "{groupId}": DefaultSeed.app.groupId,
    "{appId}": DefaultSeed.app.id,
    ...placeholders
  }).reduce((text, [placeholder, value]) => text.replaceAll(placeholder, value), command.trimEnd())
  const { stdout } = await run("sh", ["-c", `${filled} --silent --show-error --write-out '\\n%{http_code}'`])
  const end = stdout.lastIndexOf("\n")
  return { status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end) }
}

const logIn = async () => {
  const path = `${emulator.url}/api/client/v2.0/app/${DefaultSeed.app.clientAppId}/auth/providers/anon-user/login`
  const session: unknown = await (await fetch(path, { method: "POST" })).json()
  assert.isObject(session)
  assert.property(session, "access_token")
  assert.property(session, "refresh_token")
  return session as { readonly access_token: string; readonly refresh_token: string }
}

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
