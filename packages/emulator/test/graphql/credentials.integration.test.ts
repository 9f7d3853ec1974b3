import * as Jwt from "@atlas-bearer/emulator/Jwt"
import { assert, describe, it } from "@effect/vitest"
import { Redacted } from "effect"
import { afterAll, beforeAll } from "vitest"
import * as DefaultSeed from "../../src/DefaultSeed.ts"
import * as Emulator from "../../src/Emulator.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const ask = async (headers: Readonly<Record<string, string>>) => {
  const response = await fetch(`${emulator.url}/api/client/v2.0/app/${DefaultSeed.app.clientAppId}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query: "{ movie { title } }" })
  })
  const { error_code, data }: { readonly error_code?: string; readonly data?: unknown } = await response.json()
  return { status: response.status, outcome: error_code ?? data }
}

const welcome = { status: 200, outcome: { movie: { title: "Metropolis" } } }
const refused = (outcome: string) => ({ status: 401, outcome })

const { password, username } = DefaultSeed.user
const person = { email: username, password }

const customToken = (claims: object) =>
  Redacted.value(
    Jwt.sign(
      { aud: DefaultSeed.customToken.audience, sub: "someone", ...claims },
      Redacted.make(DefaultSeed.customToken.secret)
    )
  )

const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600

describe("a GraphQL request", () => {
  it("is made by a user with a password, an API key or a custom token", async () => {
    assert.deepStrictEqual(await ask(person), welcome)
    assert.deepStrictEqual(await ask({ apiKey: DefaultSeed.serverApiKey }), welcome)
    assert.deepStrictEqual(await ask({ jwtTokenString: customToken({ exp: inAnHour() }) }), welcome)
  })

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ["a wrong password", { ...person, password: "passwort" }, "InvalidPassword"],
    ["an unknown user", { ...person, email: "nobody@example.com" }, "InvalidPassword"],
    ["an unknown API key", { apiKey: "x".repeat(64) }, "AuthError"],
    ["what is no token", { jwtTokenString: "nonsense" }, "AuthError"],
    ["an expired custom token", { jwtTokenString: customToken({ exp: 1 }) }, "AuthError"],
    ["an access token that is none", { authorization: "Bearer a.b.c" }, "InvalidSession"],
    ["a password alone", { password }, "MissingAuthReq"],
    ["an e-mail address alone", { email: username }, "MissingAuthReq"],
    ["an empty API key", { apiKey: "" }, "MissingAuthReq"],
    ["nothing", {}, "MissingAuthReq"]
  ])("is refused with %s", async (_, headers, code) => {
    assert.deepStrictEqual(await ask(headers), refused(code))
  })

  it("is not saved by credentials from a token that fails, or from another scheme", async () => {
    assert.deepStrictEqual(await ask({ ...person, authorization: "Bearer a.b.c" }), refused("InvalidSession"))
    const basic = { ...person, authorization: `Basic ${btoa(`${username}:${password}`)}` }
    assert.deepStrictEqual(await ask(basic), refused("MissingAuthReq"))
  })

  it("is made by the token's user whatever the credentials are", async () => {
    const path = `${emulator.url}/api/client/v2.0/app/${DefaultSeed.app.clientAppId}/auth/providers/anon-user/login`
    const { access_token }: { readonly access_token: string } = await (await fetch(path, { method: "POST" })).json()
    const authorization = `Bearer ${access_token}`
    assert.deepStrictEqual(await ask({ ...person, password: "passwort", authorization }), welcome)
  })
})
