/** A run in which every kind of secret goes over the wire. */
import { Redacted } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import type { Running } from "../src/Emulator.ts"
import * as Jwt from "../src/Jwt.ts"
import type { Options } from "../src/Options.ts"

const password = "correct-horse-battery"
const newPassword = "staple-battery-horse"
const argument = "argument-of-a-function-4711"
const thrown = "thrown-by-a-function-4711"

export const options: Options = {
  emailPassword: { autoConfirm: false },
  authFunctionName: "authenticate",
  functions: {
    authenticate: ({ pin }) => pin === argument ? "f1" : Promise.reject(new Error(thrown)),
    fail: (text) => Promise.reject(new Error(`${thrown} ${text}`))
  }
}

export const client = "/api/client/v2.0"
export const app = `${client}/app/myapp-abcde`
const admin = "/api/admin/v3.0"

interface Body {
  readonly [name: string]: string | undefined
}

const secretMembers = ["access_token", "refresh_token", "key"]

const bearer = (token = "") => ({ authorization: `Bearer ${token}` })

/** Logs in by every provider, and uses what there is to use. */
export const useEverySecret = async (emulator: Running): Promise<ReadonlyArray<string>> => {
  /** Everything that was a secret on the wire. */
  const secrets: Array<string> = [password, newPassword, argument, thrown]

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

  const logIn = (provider: string, body?: unknown) => send(`${app}/auth/providers/${provider}/login`, body)

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
  await send(`${app}/graphql`, { query: "{ __typename }" }, { email, password: newPassword })
  await send(`${app}/graphql`, { query: "{ __typename }" }, { apikey: serverApiKey })
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
  await logIn("local-userpass", { username: email, password: [password], extra: argument, [argument]: 1 })

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

  return secrets
}
