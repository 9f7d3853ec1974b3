/** Raw requests of the service accounts' endpoints, as any program sends them. */
import { Effect } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { Emulator } from "../src/Emulator.ts"

const { clientId, clientSecret } = DefaultSeed.serviceAccount

const dated = "application/vnd.atlas.2025-03-12+json"
export const secretsPath = `/api/atlas/v2/orgs/${DefaultSeed.organization.id}/serviceAccounts/${clientId}/secrets`

interface Asked {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | URLSearchParams
}

/** `line` is `POST /path`. */
export const send = Effect.fnUntraced(function*(line: string, asked: Asked = {}) {
  const { url } = yield* Emulator
  const [method = "", path = ""] = line.split(" ")
  const response = yield* Effect.promise(() => fetch(`${url}${path}`, { method, ...asked }))
  const text = yield* Effect.promise(() => response.text())
  const isJson = response.headers.get("content-type")?.includes("json") === true
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined }
})

const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` })

/** A request of the token endpoint. */
export const askToken = (secret = clientSecret, id = clientId, query = "") =>
  send(`POST /api/oauth/token${query}`, {
    headers: basic(id, secret),
    body: new URLSearchParams({ grant_type: "client_credentials" })
  })

export const askRevoke = (token: string) =>
  send("POST /api/oauth/revoke", { headers: basic(clientId, clientSecret), body: new URLSearchParams({ token }) })

export const newToken = (secret?: string) => Effect.map(askToken(secret), ({ body }): string => body.access_token)

/** A request of the Atlas Administration API. */
export const atlas = (line: string, token: string, body?: unknown, accept = dated) =>
  send(line, {
    headers: { accept, authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
