/** Writes replies as the profile has them. What is in tokens is not this middleware's: see `ProfiledClaims.ts`. */
import * as Effect from "effect/Effect"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { textOf } from "../faults/RawReply.ts"
import { Profile, type Switches } from "../Profile.ts"
import type { Handler } from "./Handler.ts"

type Response = HttpServerResponse.HttpServerResponse
type Json = typeof Schema.JsonObject.Type

const decodeObject = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.JsonObject))

/** The texts that became `unauthorized` in May 2024; the codes stayed. */
const reasons = new Set([
  "invalid username/password",
  "confirmation required",
  "invalid API key",
  "a user already exists with the specified provider",
  "linking a local-userpass identity is not allowed when one is already linked"
])

const withText = (response: Response, text: string) =>
  HttpServerResponse.setBody(response, HttpBody.text(text, response.headers["content-type"] ?? "application/json"))

/** A body that is no object stays as it is. */
const changed = (response: Response, change: (body: Json) => object): Response =>
  Option.match(decodeObject(textOf(response)), {
    onNone: () => response,
    onSome: (body) => withText(response, JSON.stringify(change(body)))
  })

const without = (body: Json, ...names: ReadonlyArray<string>): Json =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))

const refused = ({ refusals }: Switches, response: Response): Response =>
  response.status >= 400 && refusals === "unauthorized"
    ? changed(response, (body) => reasons.has(String(body["error"])) ? { ...body, error: "unauthorized" } : body)
    : response

const login = (profile: Switches, response: Response): Response => {
  const { loginIds } = profile
  if (response.status === 200 && loginIds !== "user_id and device_id") {
    return changed(
      response,
      (body) => loginIds === "none" ? without(body, "user_id", "device_id") : without(body, "device_id")
    )
  }
  return refused(profile, response)
}

const refresh = ({ wrongTokenType }: Switches, response: Response): Response =>
  response.status === 401 && wrongTokenType === "invalid session"
    ? changed(
      response,
      (body) => body["error"] === "invalid refresh token: incorrect token type" ? { error: "invalid session" } : body
    )
    : response

/** What the two pages say of every invalid token. */
const invalidToken = {
  "400": "token contains an invalid number of segments",
  "401": "signature is invalid"
}

const verification = ({ verifyExpired, verifyInvalid }: Switches, response: Response): Response => {
  const text = textOf(response)
  if (response.status === 200) {
    return text === "\"token expired\"" && verifyExpired === "as printed"
      ? withText(response, "{\"token expired\"}")
      : response
  }
  // With a code it is the administrator's own token that is refused.
  const isInvalidToken = (response.status === 400 || response.status === 401) && !text.includes("\"error_code\"")
  if (!isInvalidToken || verifyInvalid === "by case") return response
  const reply = changed(response, () => ({ error: invalidToken[verifyInvalid] }))
  return HttpServerResponse.setStatus(reply, Number(verifyInvalid))
}

/** The body of the 429 is that of the limit: see `TokenRateLimit.ts`. */
const oauth = ({ invalidClient }: Switches, response: Response): Response => {
  if (response.status !== 401 || invalidClient === "challenge") return response
  const plain = HttpServerResponse.removeHeader(response, "www-authenticate")
  return HttpServerResponse.setBody(plain, HttpBody.text(textOf(response), "application/json"))
}

const profiledReply = (profile: Switches, method: string, path: string, response: Response): Response => {
  if (/\/auth\/providers\/[^/]+\/login$/.test(path) && path.startsWith("/api/client/")) return login(profile, response)
  if (method === "POST" && path.endsWith("/auth/session")) return refresh(profile, response)
  // Its header fields may log in too.
  if (path.endsWith("/graphql")) return refused(profile, response)
  if (path.endsWith("/users/verify_token")) return verification(profile, response)
  return path.startsWith("/api/oauth/") ? oauth(profile, response) : response
}

export const profiled = Effect.map(
  Profile,
  (profile) => <E, R>(handler: Handler<E, R>): Handler<E, R> => (request) =>
    Effect.map(
      handler(request),
      (response) => profiledReply(profile, request.method, request.url.split("?", 1)[0] ?? request.url, response)
    )
)
