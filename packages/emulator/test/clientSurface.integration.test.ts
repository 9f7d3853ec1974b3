/** The Client API as any program sees it: status, content type and body of raw requests. */
import { assert, describe, it } from "@effect/vitest"
import { afterAll, beforeAll } from "vitest"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"

const api = "/api/client/v2.0"
const app = `${api}/app/${DefaultSeed.app.clientAppId}`
const lup = `${app}/auth/providers/local-userpass`
const { username: email, password } = DefaultSeed.user

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start({ functions: { nothing: () => undefined }, emailPassword: { autoConfirm: false } })
})
afterAll(() => emulator[Symbol.asyncDispose]())

const ask = async (line: string, body?: unknown, authorization?: string) => {
  const [method = "", path = ""] = line.split(" ")
  const response = await fetch(`${emulator.url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(authorization === undefined ? {} : { authorization })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const text = await response.text()
  // Stitch compares the type with ===, and realm-web parses an empty body if there is one.
  assert.strictEqual(response.headers.get("content-type"), text === "" ? null : "application/json", line)
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) }
}

const logIn = async () => {
  const { body } = await ask(`POST ${lup}/login`, { username: email, password })
  return { access: `Bearer ${body.access_token}`, refresh: `Bearer ${body.refresh_token}`, userId: body.user_id }
}

describe("the Client API", () => {
  it("answers an empty body or JSON, and documented failures", async () => {
    const mail = { token: "0".repeat(128), tokenId: "0".repeat(24) }
    const cases: ReadonlyArray<[line: string, body: unknown, status: number, code?: string]> = [
      [`POST ${lup}/register`, { email: "a@example.com", password: "a-long-password" }, 201],
      [`POST ${lup}/register`, { email: "a@example.com", password: "a-long-password" }, 409, "AccountNameInUse"],
      [`POST ${lup}/register`, { email: "", password: "a-long-password" }, 400, "BadRequest"],
      [`POST ${lup}/register`, { email: "b@example.com" }, 400, "BadRequest"],
      [`POST ${lup}/register`, [], 400, "BadRequest"],
      [`POST ${lup}/confirm`, mail, 400, "UserpassTokenInvalid"],
      [`POST ${lup}/confirm`, { ...mail, token: "t" }, 400, "BadRequest"],
      [`POST ${lup}/confirm/send`, { email: "a@example.com" }, 204],
      [`POST ${lup}/confirm/send`, { email: "nobody@example.com" }, 404, "UserNotFound"],
      [`POST ${lup}/confirm/send`, { email }, 400, "UserAlreadyConfirmed"],
      [`POST ${lup}/confirm/call`, { email }, 400],
      [`POST ${lup}/reset/send`, { email }, 204],
      [`POST ${lup}/reset`, { ...mail, password: "a-long-password" }, 400, "UserpassTokenInvalid"],
      [`POST ${lup}/reset/call`, { email, password: "a-long-password", arguments: [] }, 400],
      [`POST ${api}/app/nope/auth/providers/local-userpass/register`, { email, password }, 404],
      [`GET ${api}/auth/api_keys`, undefined, 401, "MissingAuthReq"],
      [`DELETE ${api}/auth/delete`, undefined, 401, "MissingAuthReq"],
      [`POST ${app}/functions/call`, { name: "nothing", arguments: [] }, 401, "MissingAuthReq"],
      [`POST ${app}/auth/providers/custom-function/login`, { a: 1 }, 404, "AuthProviderNotFound"],
      [`POST ${app}/auth/providers/oauth2-google/login`, { id_token: "t" }, 401, "AuthError"]
    ]
    for (const [line, content, status, code] of cases) {
      const answer = await ask(line, content)
      assert.strictEqual(answer.status, status, line)
      assert.strictEqual(answer.body?.error_code, code, line)
    }
  })

  it("keeps user API keys by refresh token, and calls functions by access token", async () => {
    const { access, refresh } = await logIn()
    const keys = `${api}/auth/api_keys`
    const { body: key, status } = await ask(`POST ${keys}`, { name: "k" }, refresh)
    assert.strictEqual(status, 201)
    assert.hasAllKeys(key, ["_id", "key", "name", "disabled"])
    assert.deepStrictEqual((await ask(`GET ${keys}`, undefined, refresh)).body, [
      { _id: key._id, name: "k", disabled: false }
    ])
    assert.strictEqual((await ask(`GET ${keys}`, undefined, access)).status, 401)
    for (const change of ["disable", "disable", "enable"]) {
      assert.strictEqual((await ask(`PUT ${keys}/${key._id}/${change}`, undefined, refresh)).status, 204)
    }
    assert.strictEqual((await ask(`DELETE ${keys}/${key._id}`, undefined, refresh)).status, 204)
    const call = { name: "nothing", arguments: [] }
    assert.deepStrictEqual(await ask(`POST ${app}/functions/call`, call, access), { status: 200, body: null })
  })

  it("renews and ends sessions below the path of their app too", async () => {
    const { refresh } = await logIn()
    const { clientAppId } = await emulator.control.createApp()
    const [session, other] = [`${app}/auth/session`, `${api}/app/${clientAppId}/auth/session`]
    for (const method of ["POST", "DELETE"]) {
      const { body, status } = await ask(`${method} ${other}`, undefined, refresh)
      assert.deepStrictEqual([status, body.error_code], [401, "InvalidSession"])
    }
    assert.strictEqual((await ask(`POST ${session.replace("myapp-abcde", "nope")}`, undefined, refresh)).status, 404)
    const { body, status } = await ask(`POST ${session}`, undefined, refresh)
    assert.strictEqual(status, 201)
    assert.strictEqual((await ask(`GET ${api}/auth/profile`, undefined, `Bearer ${body.access_token}`)).status, 200)
    assert.strictEqual((await ask(`DELETE ${session}`, undefined, refresh)).status, 204)
    assert.strictEqual((await ask(`POST ${session}`, undefined, refresh)).status, 401)
  })

  it("links with an access token alone, and answers no refresh token", async () => {
    const { access, refresh, userId } = await logIn()
    const credentials = { id_token: await emulator.tokenLab.credential("oauth2-apple", { sub: "1" }) }
    const link = `POST ${app}/auth/providers/oauth2-apple/login?link=true`
    for (const authorization of [undefined, refresh, "Bearer nonsense", "Basic YTpi"]) {
      const { body, status } = await ask(link, credentials, authorization)
      assert.deepStrictEqual([status, body.error_code], [401, "InvalidSession"])
    }
    const { body, status } = await ask(link, credentials, access)
    assert.strictEqual(status, 200)
    assert.hasAllKeys(body, ["access_token", "user_id", "device_id"])
    assert.strictEqual(body.user_id, userId)
    const { body: profile } = await ask(`GET ${api}/auth/profile`, undefined, `Bearer ${body.access_token}`)
    assert.strictEqual(profile.identities.length, 2)
    assert.strictEqual((await ask(`${link.replace("true", "perhaps")}`, credentials, access)).status, 400)
  })

  it("logs in whatever the Authorization field says", async () => {
    for (const authorization of ["Basic YTpi", "Bearer", "Bearer nonsense"]) {
      assert.strictEqual((await ask(`POST ${lup}/login`, { username: email, password }, authorization)).status, 200)
    }
  })

  it("ends every token of a deleted user", async () => {
    const { body } = await ask(`POST ${app}/auth/providers/anon-user/login`)
    const access = `Bearer ${body.access_token}`
    assert.strictEqual((await ask(`DELETE ${api}/auth/delete`, undefined, access)).status, 204)
    for (
      const [line, token] of [[`GET ${api}/auth/profile`, access], [
        `POST ${api}/auth/session`,
        `Bearer ${body.refresh_token}`
      ]] as const
    ) {
      const answer = await ask(line, undefined, token)
      assert.deepStrictEqual([answer.status, answer.body.error_code], [401, "InvalidSession"])
    }
  })
})
