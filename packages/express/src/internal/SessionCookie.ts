/** Keeps a session in the browser, in a cookie that no script, no other host and nobody without the key can use. */
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import type { DurationInput } from "@atlas-bearer/core/TokenSource"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { ServerResponse } from "node:http"
import type { Exported } from "../SessionApp.ts"
import { isName, valuesOf } from "./cookies.ts"
import * as option from "./option.ts"
import * as Seal from "./Seal.ts"
import { type Incoming, namedOrigin, ownOrigin } from "./site.ts"

export interface Options {
  /**
   * What the cookie is encrypted with: 32 random bytes or more. Of several the first encrypts and all decrypt, so that a new
   * one can be put in front.
   */
  readonly secret: Seal.Secret | ReadonlyArray<Seal.Secret>
  /** Behind the prefix `__Host-`, by default `session`. */
  readonly name?: string | undefined
  /** How long a browser that does not come back keeps it, by default 60 days, the vendor's life of a refresh token. */
  readonly maxAge?: DurationInput | undefined
}

export interface SessionCookie {
  readonly read: (request: Incoming) => Promise<Exported | undefined>
  readonly write: (request: Incoming, response: ServerResponse, session: Exported) => Promise<void>
  /** Takes back what the browser sent. */
  readonly clear: (request: Incoming, response: ServerResponse) => void
}

const Content = Schema.Struct({
  refreshToken: Schema.NonEmptyString,
  userId: Schema.String,
  deviceId: Schema.optional(Schema.String)
}).pipe(Schema.encodeKeys({ refreshToken: "rt", userId: "sub", deviceId: "dev" }))
const decode = Schema.decodeUnknownOption(Content)
const encode = Schema.encodeSync(Content)

// RFC 6265 section 6.1. Browsers drop a longer one without a word.
const longest = 4096

const isLoopbackHttp = (url: URL | undefined): boolean =>
  url !== undefined && url.protocol === "http:" && BaseUrl.isSecure(url)

/**
 * Whether the browser sees this server as `http:` on its own machine, where it refuses a secure cookie. A proxy that nobody
 * told Express about looks the same; what the browser names as origin tells it apart.
 */
const isOnLoopback = (request: Incoming): boolean =>
  isLoopbackHttp(ownOrigin(request)) && (request.headers.origin === undefined || isLoopbackHttp(namedOrigin(request)))

export const make = (appId: string, options: Options): SessionCookie => {
  const { name = "session" } = options
  option.check("cookie.name", isName(name), "must be the name of a cookie")
  const seconds = Math.ceil(Duration.toSeconds(option.duration("cookie.maxAge", options.maxAge, Duration.days(60))))
  const seal = Seal.make("cookie.secret", options.secret, `session of ${appId} in ${name}`)
  const secureName = `__Host-${name}`

  const put = (response: ServerResponse, full: string, value: string, maxAge: number) => {
    const secure = full === secureName ? "; Secure" : ""
    const field = `${full}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`
    if (field.length > longest) throw new Error(`The session does not fit into a cookie (${field.length} characters)`)
    response.appendHeader("Set-Cookie", field)
  }

  return {
    read: async (request) => {
      const secure = valuesOf(request, secureName)
      const values = secure.length === 0 && isOnLoopback(request) ? valuesOf(request, name) : secure
      const [value] = values
      if (value === undefined || values.length > 1) return undefined
      return Option.getOrUndefined(decode(await seal.open(value)))
    },
    write: async (request, response, session) =>
      put(
        response,
        isOnLoopback(request) ? name : secureName,
        await seal.seal({ ...encode(session) }, seconds),
        seconds
      ),
    clear: (request, response) => {
      // Whatever there is: this request may not show whether it came by HTTPS.
      for (const full of [secureName, name]) if (valuesOf(request, full).length > 0) put(response, full, "", 0)
    }
  }
}
