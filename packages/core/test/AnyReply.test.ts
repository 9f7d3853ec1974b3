import { Refused, UnexpectedReply } from "@atlas-bearer/core/ApiError"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Result, Schema } from "effect"
import { Base64 } from "effect/encoding"
import type { HttpClientRequest } from "effect/http"
import { inspect } from "node:util"
import { answering, layer } from "./answering.ts"
import { clients, type Failure, operations } from "./calls.ts"
import { secrets } from "./secrets.ts"

const status = Schema.Union([
  Schema.Int.check(Schema.isBetween({ minimum: 200, maximum: 599 })),
  // Documented ones more often than chance has it.
  Schema.Literals([200, 201, 204, 400, 401, 403, 404, 429, 500, 503])
])
const token = Schema.String.check(Schema.isPattern(/^[a-z0-9+.-]{1,9}$/))
const contentType = Schema.Union([
  Schema.Literals(["", "application/json", "application/json;charset=ISO-8859-1", "text/html", "multipart/form-data"]),
  Schema.TemplateLiteral([token, "/", token])
])
const retryAfter = Schema.Union([
  Schema.Literals(["", "soon", "1.5", "-1", "0", "30", "3600", "9".repeat(400), `${"9".repeat(400)}.5`]),
  Schema.Literals(["Wed, 21 Oct 2015 07:28:00 GMT", "Wednesday, 21-Oct-15 07:28:00 GMT"])
])
const date = Schema.Literals(["", "Wed, 21 Oct 2015 07:27:00 GMT", "yesterday"])
const bytes = Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 255 })))

const words = (text: string) => Schema.Literals(text.split(" "))
const code = words(
  "InvalidSession InvalidPassword AuthError BadRequest InternalServerError MaintenanceInProgress " +
    "invalid_request invalid_client access_denied rate_limited server_error RATE_LIMITED"
)
const field = words(
  "error error_code error_description errorCode detail status content data hostname access_token refresh_token " +
    "expires_in token_type identities type sub exp iat"
)
const entries = Schema.Array(Schema.Tuple([field, Schema.Union([Schema.Json, code])]))

/** Bodies in which a server repeats what it got. */
const echoes: ReadonlyArray<(code: string, text: string) => string> = [
  (_, text) => text,
  (_, text) => `<p>${text}</p>`,
  (_, text) => JSON.stringify(text),
  (_, text) => JSON.stringify({ request: { password: text, inner: [text] } }),
  (_, text) => JSON.stringify({ error: text }),
  (code, text) => JSON.stringify({ error: text, error_code: code }),
  (_, text) => JSON.stringify({ error: "no", error_code: text }),
  (code, text) => JSON.stringify({ error: code, error_description: text }),
  (code, text) => JSON.stringify({ error: code, error_description: `IP access list ${text}` }),
  (code, text) => JSON.stringify({ error: 429, errorCode: code, detail: text }),
  (code, text) => JSON.stringify({ status: 401, content: { error: code, error_description: text } })
]

const fields = ({ contentType, date, retryAfter }: { contentType: string; date: string; retryAfter: string }) => ({
  "content-type": contentType,
  date,
  "retry-after": retryAfter
})

const textOf = ({ body }: HttpClientRequest.HttpClientRequest) =>
  body._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : ""

/** The secrets that `request` carries. */
const carried = (request: HttpClientRequest.HttpClientRequest): ReadonlyArray<string> => {
  const [, credential = ""] = (request.headers["authorization"] ?? "").split(" ", 2)
  const account = Result.getOrElse(Base64.decodeString(credential), () => "")
  const body = textOf(request)
  const parts = [credential, account, body, ...new URLSearchParams(body).values()]
  return Object.values(secrets).filter((secret) =>
    parts.some((part) => part.includes(secret) || part.includes(JSON.stringify(secret).slice(1, -1)))
  )
}

const isFailure = (error: unknown): error is Failure => error instanceof Error && "_tag" in error

/** Fails if `error` shows a secret, or much of the reply. */
const inspectFailure = (path: string, error: unknown) => {
  assert(isFailure(error), path)
  const shown = [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: null })].join()
  for (const secret of Object.values(secrets)) {
    assert.notInclude(shown, secret, path)
    assert.notInclude(shown, JSON.stringify(secret).slice(1, -1), path)
  }
  if (error instanceof UnexpectedReply) assert.isAtMost(error.excerpt.length, 200, path)
  if (error instanceof Refused) assert.isAtMost(`${error.code}${error.description}`.length, 300, path)
}

/** Calls every operation. A defect of one fails the property. */
const check = Effect.fnUntraced(function*(answer: Parameters<typeof answering>[0]) {
  const all = Effect.forEach(operations, ({ call, path }) => {
    assert(call !== undefined, `calls.ts has no call of ${path}`)
    return Effect.match(call, { onFailure: (error) => inspectFailure(path, error), onSuccess: () => undefined })
  }, { concurrency: "unbounded" })
  yield* answering(answer)(all)
})

const head = { status, contentType, date, retryAfter }
const runs = { arbitrary: { runs: 12 }, timeout: 20_000 }

it.layer(Layer.provide(clients, layer))("every operation", (it) => {
  it.effect.prop(
    "ends with a value or a typed failure, when the reply is any bytes",
    { ...head, bytes },
    ({ bytes, status, ...rest }) => check({ status, headers: fields(rest), body: Uint8Array.from(bytes) }),
    runs
  )

  it.effect.prop(
    "ends with a value or a typed failure, when the reply is any JSON",
    { ...head, json: Schema.Json },
    ({ json, status, ...rest }) => check({ status, headers: fields(rest), body: JSON.stringify(json) }),
    runs
  )

  it.effect.prop(
    "ends with a value or a typed failure, when the reply is nearly a documented one",
    { ...head, entries },
    ({ entries, status, ...rest }) =>
      check({ status, headers: fields(rest), body: JSON.stringify(Object.fromEntries(entries)) }),
    runs
  )

  it.effect.prop(
    "fails without a secret of the request, when the reply repeats it",
    { ...head, code, echo: Schema.Literals([...echoes.keys()]), before: Schema.String },
    ({ before, code, echo, status, ...rest }) =>
      check((request) => ({
        status,
        headers: fields(rest),
        body: echoes[echo]?.(code, `${before} ${carried(request).join(" ")} ${textOf(request)}`)
      })),
    runs
  )
})
