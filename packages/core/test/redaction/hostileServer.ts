/** A server that serves some requests and then fails in one of many ways, repeating whatever it knows. */
import { Effect, Layer, Result } from "effect"
import { Base64 } from "effect/encoding"
import { HttpClient, HttpClientError, type HttpClientRequest, HttpClientResponse } from "effect/http"
import { answers } from "./answers.ts"
import type { Secrets } from "./Secrets.ts"

type Request = HttpClientRequest.HttpClientRequest

const bodyOf = ({ body }: Request) => body._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : ""

/** Every secret that the request carries, and what it carries as a whole. */
const carried = (request: Request, { given }: Secrets) => {
  const field = request.headers["authorization"] ?? ""
  const credential = field.replace(/^\S+ +/, "")
  const account = Result.getOrElse(Base64.decodeString(credential), () => "")
  const body = bodyOf(request)
  const parts = [credential, account, body, ...new URLSearchParams(body).values()]
  const secrets = given.filter((secret) =>
    parts.some((part) => part.includes(secret) || part.includes(JSON.stringify(secret).slice(1, -1)))
  )
  return { secrets, whole: [field, credential, account, body] }
}

const escapeHtml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\"", "&#34;")

/** How a server may spell what it repeats. */
const spelled: ReadonlyArray<(text: string) => string> = [
  (text) => text,
  JSON.stringify,
  (text) => JSON.stringify(JSON.stringify({ sent: text })),
  encodeURIComponent,
  (text) => encodeURIComponent(text).replaceAll(/%../g, (byte) => byte.toLowerCase()),
  (text) => new URLSearchParams({ sent: text }).toString(),
  escapeHtml,
  Base64.encode,
  (text) => Base64.encode(text).replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_")
]

// Nothing else stands in a field: RFC 9110 section 5.5, and what `Headers` takes.
const inField = (text: string) => text.replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent)

const failed = (request: Request, text: string, { pick }: Secrets) => {
  const error = new TypeError(`Headers.set: ${text} is an invalid header value of ${request.url}`)
  const cause = pick([error, new Error("failed", { cause: Object.assign(error, { code: text }) }), text])
  return new HttpClientError.HttpClientError({
    reason: pick([
      new HttpClientError.TransportError({ request, cause, description: text }),
      new HttpClientError.EncodeError({ request, cause, description: text }),
      new HttpClientError.InvalidUrlError({ request, cause, description: text })
    ])
  })
}

/** A body that breaks off, for a reason that quotes it. */
const broken = (text: string) =>
  new ReadableStream({ pull: (controller) => controller.error(new Error(`while reading ${text}`)) })

// RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5: Fetch refuses to make these with a body.
const bodyless = new Set([204, 205, 304])

/** Fails from the request on that comes after `served` ones. */
export const hostileServer = (secrets: Secrets, served: number) => {
  const { pick, random } = secrets
  const isDown = random() < 0.1
  let before = 0

  const answer = (request: Request) => {
    const { secrets: sent, whole } = carried(request, secrets)
    const good = answers.good(request.url, request.method, secrets)
    if (before++ < served) return Effect.succeed(Response.json(good.body, { status: good.status }))
    // Both the secret itself and what it was sent in.
    const echo = [...sent.map((secret) => pick(spelled)(secret)), pick(spelled)(pick(whole))].join(" | ")
    if (isDown || random() < 0.1) return Effect.fail(failed(request, echo, secrets))
    const { body, status } = answers.bad(request.url, echo, good.body, secrets)
    const headers = {
      "content-type": pick(["application/json", "application/json;charset=ISO-8859-1", "text/html", "text/plain"]),
      "retry-after": inField(pick([echo, "3", "soon", "-1", "1e9", "Wed, 21 Oct 2015 07:28:00 GMT"])),
      "www-authenticate": inField(`Digest realm="MMS Public API", nonce="${echo}"`),
      "x-request": inField(echo),
      location: `https://elsewhere.test/?token=${inField(echo)}`
    }
    const content = bodyless.has(status) ? null : random() < 0.05 ? broken(body) : body
    return Effect.succeed(new Response(content, { status, headers }))
  }

  return Layer.succeed(
    HttpClient.HttpClient,
    HttpClient.make((request) =>
      Effect.map(Effect.suspend(() => answer(request)), (response) => HttpClientResponse.fromWeb(request, response))
    )
  )
}
