/** What a server of these APIs answers when all is well, and when it is not. */
import type { Secrets } from "./Secrets.ts"

const expired = ["token expired", "{ \"token expired\" }"]

/** As documented, with new tokens. */
const good = (url: string, method: string, secrets: Secrets): { readonly status: number; readonly body: unknown } => {
  const { jwt, pick, token } = secrets
  if (url.endsWith("/location")) {
    const hostname = "https://services.test"
    return { status: 200, body: { deployment_model: "GLOBAL", location: "US-VA", hostname } }
  }
  if (url.endsWith("/login")) {
    const access_token = pick([jwt, token])()
    return { status: 200, body: { access_token, refresh_token: token(), user_id: "u1", device_id: "d1" } }
  }
  if (url.endsWith("/session")) {
    return method === "POST" ? { status: 201, body: { access_token: jwt() } } : { status: 200, body: "" }
  }
  if (url.endsWith("/profile")) return { status: 200, body: { identities: [], data: {}, type: "normal" } }
  if (url.endsWith("/graphql")) return { status: 200, body: { data: { films: [] } } }
  if (url.endsWith("/verify_token")) return { status: 200, body: pick([...expired, { sub: "u1", iat: 0, exp: 9 }]) }
  if (url.includes("/oauth/token")) {
    return { status: 200, body: { access_token: token(), expires_in: pick([0, 20, 3600]), token_type: "Bearer" } }
  }
  return { status: 200, body: "" }
}

const codes = [
  ..."InvalidSession InvalidPassword AuthError UserDisabled AuthProviderNotFound BadRequest InvalidParameter".split(
    " "
  ),
  ..."MissingParameter InternalServerError MaintenanceInProgress".split(" ")
]
const oauthCodes = [
  ..."invalid_request unsupported_grant_type invalid_grant invalid_client access_denied rate_limited".split(" "),
  ..."server_error slow_down".split(" ")
]
const statuses = [400, 401, 403, 404, 409, 418, 429, 500, 502, 503, 504]

type Body = (echo: string, tokens: unknown, secrets: Secrets) => string

const json = (value: unknown) => JSON.stringify(value)

/** The same fields with other types, so that nothing decodes and the tokens stand in it. */
const wrongTypes: Body = (_, tokens, { pick }) =>
  json(Object.fromEntries(
    Object.entries(Object(tokens)).map(([name, value]) => [name, pick([[value], { value }, { [name]: [value] }])])
  ))

const appServices = (status: number, error_code?: string) => (error: string) => ({
  status,
  body: json({ error, error_code, sent: [error] })
})
const oauth = (status: number, error: string, text = "") => (error_description: string) => ({
  status,
  body: json({ error, error_description: text + error_description, error_uri: error_description })
})

/** Every documented failure of an API; its text repeats what was sent. */
const documented = {
  appServices: [
    ...codes.flatMap((code) => [400, 401, 403, 404, 500].map((status) => appServices(status, code))),
    ...[400, 401, 401, 401, 404, 404].map((status) => appServices(status))
  ],
  oauth: [
    ...oauthCodes.flatMap((code) => [400, 401, 429, 500].map((status) => oauth(status, code))),
    oauth(403, "access_denied", "IP access list "),
    oauth(403, "access_denied", "access token limit ")
  ]
}

const errors: ReadonlyArray<Body> = [
  (echo, _, { pick }) => json({ error: `cannot accept ${echo}`, error_code: pick(codes), link: echo, sent: [echo] }),
  (echo) => json({ error: `cannot accept ${echo}` }),
  (echo) => json({ error: "unauthorized", error_code: echo }),
  (echo, _, { pick }) => json({ error: pick(oauthCodes), error_description: echo, error_uri: echo }),
  (echo) => json({ error: echo, error_description: echo }),
  (echo) => json({ error: "access_denied", error_description: `IP access list ${echo}` }),
  (echo) => json({ error: "access_denied", error_description: `access token limit ${echo}` }),
  (echo, _, { pick }) =>
    json({ error: pick([...statuses, echo]), errorCode: pick(["RATE_LIMITED", echo]), detail: echo }),
  (echo, _, { pick }) =>
    json({ status: pick(statuses), content: { error: pick(oauthCodes), error_description: echo } }),
  (echo, tokens) => json({ error: `${echo} ${json(tokens)}`, error_code: "AuthError" }),
  (echo) => `<html><body><h1>Bad gateway</h1><p>${echo}</p></body></html>`,
  (echo) => `upstream: ${echo}`,
  (echo) => json(echo),
  (echo) => json({ error: echo, error_code: "AuthError" }).slice(0, -5),
  (_, tokens) => json({ ...Object(tokens), error: "no" }),
  (_, tokens) => json({ data: json(tokens) }),
  wrongTypes,
  () => ""
]

const successes: ReadonlyArray<Body> = [
  wrongTypes,
  (_, tokens) => json(tokens).slice(0, -3),
  (_, tokens) => json([tokens]),
  (_, tokens) => json({ result: tokens }),
  (_, tokens) => json({ status: 200, content: { wrapped: tokens } }),
  (echo) => json({ error: echo, error_code: "InvalidSession" }),
  (echo) => json({ data: null, errors: [{ message: 5, extensions: echo }] }),
  (echo) => `<p>${echo}</p>`
]

const bad = (url: string, echo: string, tokens: unknown, secrets: Secrets) => {
  const { pick, random } = secrets
  if (random() < 0.4) return pick(url.includes("/oauth/") ? documented.oauth : documented.appServices)(echo)
  const isSuccess = random() < 0.4
  return {
    status: isSuccess ? pick([200, 201, 204, 301, 302, 304, 307]) : pick(statuses),
    body: pick(isSuccess ? successes : errors)(echo, tokens, secrets)
  }
}

export const answers = { good, bad }
