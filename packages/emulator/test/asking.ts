/** The requests whose replies differ between profiles. */
import { Redacted } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { jwtParts } from "./jwtParts.ts"

export const client = "/api/client/v2.0"
const { app, administrator, serviceAccount, user } = DefaultSeed
export const admin = "/api/admin/v3.0"

interface Answer {
  readonly status: number
  readonly text: string
  readonly body: { readonly [name: string]: string }
  readonly headers: Headers
}

export const asking = (url: string) => async (path: string, body?: unknown, token?: string): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const text = await response.text()
  return {
    status: response.status,
    text,
    body: text.startsWith("{\"token expired") ? {} : JSON.parse(text),
    headers: response.headers
  }
}

type Ask = (path: string, body?: unknown, token?: string) => Promise<Answer>

export const logIn = (ask: Ask, provider = "anon-user", body: unknown = {}) =>
  ask(`${client}/app/${app.clientAppId}/auth/providers/${provider}/login`, body)

export const wrongPassword = { username: user.username, password: "wrong" }

export const verify = async (ask: Ask, token: string) => {
  const { privateKey, publicKey } = administrator
  const login = await ask(`${admin}/auth/providers/mongodb-cloud/login`, { username: publicKey, apiKey: privateKey })
  const path = `${admin}/groups/${app.groupId}/apps/${app.id}/users/verify_token`
  return await ask(path, { token }, login.body["access_token"])
}

export const issue = (url: string, secret: string) =>
  fetch(`${url}/api/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${serviceAccount.clientId}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" })
  })

export const claimsOf = (token = "") => JSON.parse(jwtParts(Redacted.make(token)).claims)
export const badlySigned = (token = "") => `${token.slice(0, -4)}AAAA`
