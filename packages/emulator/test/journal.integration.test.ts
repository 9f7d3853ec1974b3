/** What the journal tells of a run with every kind of secret, and that it tells no secret. */
import { assert, describe, it } from "@effect/vitest"
import { Redacted } from "effect"
import { afterAll, beforeAll } from "vitest"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"
import * as Jwt from "../src/Jwt.ts"

const password = "correct-horse-battery"
const newPassword = "staple-battery-horse"
const argument = "argument-of-a-function-4711"
const thrown = "thrown-by-a-function-4711"

let emulator: Emulator.Running
/** Everything that was a secret on the wire. */
const secrets: Array<string> = [password, newPassword, argument, thrown]
beforeAll(async () => {
  emulator = await Emulator.start({
    emailPassword: { autoConfirm: false },
    authFunctionName: "authenticate",
    functions: {
      authenticate: ({ pin }) => pin === argument ? "f1" : Promise.reject(new Error(thrown)),
      fail: (text) => Promise.reject(new Error(`${thrown} ${text}`))
    }
  })
  await useEverything()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const client = "/api/client/v2.0"
const app = `${client}/app/myapp-abcde`
const admin = "/api/admin/v3.0"

interface Body {
  readonly [name: string]: string | undefined
}

const secretMembers = ["access_token", "refresh_token", "key"]

const send = async (
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  method = "POST"
): Promise<Body> => {
  const response = await fetch(`${emulator.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const text = await response.text()
  const reply: Body = text.startsWith("{") ? JSON.parse(text) : {}
  for (const name of secretMembers) if (reply[name] !== undefined) secrets.push(reply[name])
  return reply
}

const bearer = (token = "") => ({ authorization: `Bearer ${token}` })
const logIn = (provider: string, body?: unknown) => send(`${app}/auth/providers/${provider}/login`, body)

const useEverything = async () => {
  const { administrator, customToken, serverApiKey, serviceAccount } = DefaultSeed
  const email = "jean@example.com"
  const lup = `${app}/auth/providers/local-userpass`
  await send(`${lup}/register`, { email, password })
  const [confirm] = await emulator.mailbox.messages(email)
  await send(`${lup}/confirm`, { token: confirm?.token, tokenId: confirm?.tokenId })
  await send(`${lup}/reset/send`, { email })
  const [, reset] = await emulator.mailbox.messages(email)
  await send(`${lup}/reset`, { token: reset?.token, tokenId: reset?.tokenId, password: newPassword })
  secrets.push(confirm?.token ?? "", reset?.token ?? "")
  await send(`${lup}/reset/call`, { email, password, arguments: [argument, { secret: argument }] })

  const session = await logIn("local-userpass", { username: email, password: newPassword })
  await send(`${client}/auth/session`, undefined, bearer(session["refresh_token"]))
  await send(`${client}/auth/profile`, undefined, bearer(session["access_token"]), "GET")
  const { key } = await send(`${client}/auth/api_keys`, { name: "mine" }, bearer(session["refresh_token"]))
  await send(`${app}/functions/call`, { name: "fail", arguments: [argument] }, bearer(session["access_token"]))
  await send(
    `${app}/graphql`,
    { query: `{ movies(query: { title: "${argument}" }) { _id } }` },
    bearer(session["access_token"])
  )
  await send(`${client}/nowhere/${session["access_token"]}?token=${session["refresh_token"]}&word=${argument}`)

  const custom = Jwt.sign({ sub: "c1", aud: customToken.audience, exp: Date.now() }, Redacted.make(customToken.secret))
  const credentials = await Promise.all(
    (["oauth2-google", "oauth2-facebook", "oauth2-apple"] as const).map((provider) =>
      emulator.tokenLab.credential(provider, { sub: "o1" })
    )
  )
  secrets.push(serverApiKey, Redacted.value(custom), ...credentials)
  await logIn("anon-user")
  await logIn("api-key", { key })
  await logIn("api-key", { key: serverApiKey })
  await logIn("custom-token", { token: Redacted.value(custom) })
  await logIn("oauth2-google", { id_token: credentials[0] })
  await logIn("oauth2-google", { authCode: credentials[0] })
  await logIn("oauth2-facebook", { accessToken: credentials[1] })
  await logIn("oauth2-apple", { id_token: credentials[2] })
  await logIn("custom-function", { pin: argument })
  await logIn("custom-function", { pin: "wrong", [argument]: { nested: [argument] } })
  await logIn("local-userpass", { username: email, password: [password], extra: argument })

  const { privateKey, publicKey } = administrator
  const administering = await send(`${admin}/auth/providers/mongodb-cloud/login`, {
    username: publicKey,
    apiKey: privateKey
  })
  const { groupId, id } = DefaultSeed.app
  await send(
    `${admin}/groups/${groupId}/apps/${id}/users/verify_token`,
    { token: session["access_token"] },
    bearer(administering["access_token"])
  )
  const { clientId, clientSecret } = serviceAccount
  secrets.push(privateKey, clientSecret)
  const basic = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
  const form = { ...basic, "content-type": "application/x-www-form-urlencoded", cookie: argument }
  const ask = async (path: string, fields: Record<string, string>): Promise<string> => {
    const body = new URLSearchParams(fields)
    const { access_token } = JSON.parse(
      await (await fetch(`${emulator.url}${path}`, { method: "POST", headers: form, body })).text() || "{}"
    )
    return access_token
  }
  const token = await ask("/api/oauth/token?pretty=true", { grant_type: "client_credentials" })
  await ask("/api/oauth/revoke", { token, token_type_hint: "access_token" })
  secrets.push(token, form.authorization.slice("Basic ".length), argument)
}

describe("the journal", () => {
  it("holds no secret, in none of its forms", async () => {
    const { entries, har, lineage } = emulator.journal
    const told = JSON.stringify([await entries(), await lineage(), await har()])
    assert.isAtLeast(new Set(secrets).size, 25)
    for (const secret of secrets) {
      assert.isAtLeast(secret.length, 16)
      assert.notInclude(told, secret)
      assert.notInclude(told, encodeURIComponent(secret))
      const [, , signature = ""] = secret.split(".")
      if (signature !== "") assert.notInclude(told, signature)
    }
  })

  it("tells requests and replies in their order", async () => {
    const entries = await emulator.journal.entries()
    const login = entries.find(({ url }) => url.endsWith("/local-userpass/login"))
    assert.deepInclude(login, {
      method: "POST",
      url: `${app}/auth/providers/local-userpass/login`,
      body: { username: "jean@example.com", password: "password-2" }
    })
    assert.strictEqual(login?.reply?.status, 200)
    assert.nestedPropertyVal(login, "reply.body.access_token", "access-1")
    assert.nestedPropertyVal(login, "reply.headers.content-type", "application/json")
    assert.isNumber(login?.milliseconds)
    assert.deepStrictEqual(entries.map(({ id }) => id), entries.map((_, index) => index + 1))
  })

  it("tells where a token came from and who carried it", async () => {
    const lineage = await emulator.journal.lineage()
    const entries = await emulator.journal.entries()
    const renewed = entries.find(({ url }) => url === `${client}/auth/session`)
    const refresh = lineage.find(({ token }) => token === renewed?.tokens.sent[0])
    assert.strictEqual(refresh?.token, "refresh-1")
    assert.deepStrictEqual(refresh?.from, ["password-2"])
    const [access = ""] = renewed?.tokens.issued ?? []
    assert.deepInclude(lineage.find(({ token }) => token === access), {
      issuedIn: renewed?.id ?? 0,
      from: ["refresh-1"]
    })
  })

  it("is an HTTP archive too", async () => {
    const { log } = await emulator.journal.har()
    assert.strictEqual(log.version, "1.2")
    assert.lengthOf(log.entries, (await emulator.journal.entries()).length)
  })

  it("forgets the oldest, and everything when it is cleared or off", async () => {
    await using small = await Emulator.start({ journal: 2 })
    await using off = await Emulator.start({ journal: 0 })
    for (const path of ["/a", "/b", "/c"]) await Promise.all([fetch(small.url + path), fetch(off.url + path)])
    assert.deepStrictEqual((await small.journal.entries()).map(({ url }) => url), ["/b", "/c"])
    assert.isEmpty(await off.journal.entries())
    await small.journal.clear()
    assert.isEmpty(await small.journal.entries())
  })
})
