/** Express middleware that logs browsers in and out; the refresh token never reaches them. */
import * as JwtClaims from "@atlas-bearer/core/JwtClaims"
import type { CallOptions, DurationInput } from "@atlas-bearer/core/TokenSource"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { ServerResponse } from "node:http"
import { answering } from "./internal/answering.ts"
import { json } from "./internal/json.ts"
import { jsonBody } from "./internal/jsonBody.ts"
import * as option from "./internal/option.ts"
import { type Problem, send } from "./internal/Problem.ts"
import * as providers from "./internal/providers.ts"
import { type Route, routeOf } from "./internal/routes.ts"
import * as SessionCookie from "./internal/SessionCookie.ts"
import { type Incoming, isSameOrigin } from "./internal/site.ts"
import { challenge, isEnd, upstreamProblem } from "./internal/upstreamProblem.ts"
import type { Middleware } from "./requireBearer.ts"
import type { Session, SessionApp } from "./SessionApp.ts"

/** Which app users log in to, and how their session is kept in a cookie. */
export interface SessionRouterOptions {
  readonly app: SessionApp
  readonly cookie: SessionCookie.Options
  /** The names of the authentication providers to log in by; the app's settings say which of them work. By default all. */
  readonly providers?: ReadonlyArray<string> | undefined
  /** How long a request waits for App Services at most, by default 10 s. */
  readonly deadline?: DurationInput | undefined
}

const notLoggedIn: Problem = { status: 401, code: "NotLoggedIn", detail: "Nobody is logged in.", headers: challenge }

const foreign: Problem = {
  status: 403,
  code: "ForeignOrigin",
  detail: "The request does not come from a page of this origin: Sec-Fetch-Site or Origin must say so."
}

const noProvider: Problem = { status: 404, code: "AuthProviderNotFound", detail: "There is no such way to log in." }

const wrongMethod = (allow: string): Problem => ({
  status: 405,
  detail: `This takes ${allow}.`,
  headers: { Allow: allow }
})

/** What a route answers: an object, nothing, or what is wrong. */
type Answer = { readonly body: object } | undefined | Problem

/** The life of a token that was issued just now, in seconds: its own word, since clocks differ. */
const lifeOf = (accessToken: string): number | undefined => {
  const { exp, iat } = Option.getOrUndefined(JwtClaims.decode(Redacted.make(accessToken))) ?? {}
  return exp === undefined || iat === undefined ? undefined : exp - iat
}

/** Throws an `InvalidOption` that names the option. Mount it where browsers find it: at `/auth`, it has `/auth/me`. */
export const sessionRouter = (options: SessionRouterOptions): Middleware => {
  const { app } = options
  option.object("app", app, ["authenticate", "resume"])
  const allowed = new Set(options.providers ?? providers.names)
  option.check("providers", [...allowed].every(providers.find), `must be some of ${providers.names.join(", ")}`)
  const deadline = Duration.toMillis(option.duration("deadline", options.deadline, Duration.seconds(10)))
  const cookie = SessionCookie.make(app.id, options.cookie)

  const grant = async (request: Incoming, response: ServerResponse, session: Session, call: CallOptions) => {
    const accessToken = await session.getAccessToken(call)
    await cookie.write(request, response, session.export())
    return { body: { accessToken, expiresIn: lifeOf(accessToken), user: { id: session.id } } }
  }

  const logIn = async (name: string, request: Incoming, response: ServerResponse, call: CallOptions) => {
    const provider = allowed.has(name) ? providers.find(name) : undefined
    if (provider === undefined) return noProvider
    const content = await jsonBody(request)
    if ("problem" in content) return content.problem
    const credentials = Option.getOrUndefined(provider.credentials(content.fields))
    if (credentials === undefined) return { status: 400, code: "BadRequest", detail: `This needs ${provider.needs}.` }
    return grant(request, response, await app.authenticate(credentials, call), call)
  }

  /** Answers for the session in the cookie, which is taken back when it has ended. */
  const resume = async (
    request: Incoming,
    response: ServerResponse,
    answer: (session: Session) => Promise<Answer>
  ): Promise<Answer> => {
    const kept = await cookie.read(request)
    if (kept === undefined) return notLoggedIn
    return answer(app.resume(kept)).catch((error: unknown) => {
      if (isEnd(error)) cookie.clear(request, response)
      throw error
    })
  }

  const me = async (session: Session, call: CallOptions) => {
    const { data, identities, type } = await session.refreshProfile(call)
    return { body: { id: session.id, type, data, identities } }
  }

  /** Takes the cookie back whatever App Services says: who is at the browser wants to be logged out. */
  const logOut = async (request: Incoming, response: ServerResponse, call: CallOptions): Promise<undefined> => {
    cookie.clear(request, response)
    const kept = await cookie.read(request)
    if (kept === undefined) return
    await app.resume(kept).logOut(call).catch((error: unknown) => {
      if (!isEnd(error)) throw error
    })
  }

  const answerTo = (route: Route, request: Incoming, response: ServerResponse, call: CallOptions): Promise<Answer> => {
    switch (route._tag) {
      case "LogIn":
        return logIn(route.provider, request, response, call)
      case "Refresh":
        return resume(request, response, (session) => grant(request, response, session, call))
      case "LogOut":
        return logOut(request, response, call)
      case "Me":
        return resume(request, response, (session) => me(session, call))
    }
  }

  return (request, response, next) => {
    const route = routeOf(request)
    if (route === undefined) return next()
    if (route._tag === "WrongMethod") return send(response, wrongMethod(route.allow))
    if (route._tag !== "Me" && isSameOrigin(request) !== true) return send(response, foreign)
    answering(
      response,
      // A browser can wait for itself: the server holds no request while App Services asks to wait.
      (signal) => answerTo(route, request, response, { signal, deadline, maxRetryAfter: 0 }),
      (answer) =>
        answer !== undefined && "detail" in answer ? send(response, answer) : json(response, 200, answer?.body),
      (error) => {
        const problem = upstreamProblem(error)
        if (problem === undefined) next(error)
        else send(response, problem)
      }
    )
  }
}
