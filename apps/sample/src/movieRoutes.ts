/** `GET /api/movies`: the films, asked of App Services in the visitor's name. */
import { attachBearer } from "@atlas-bearer/axios"
import type { TokenSource } from "@atlas-bearer/core/TokenSource"
import { DefaultSeed } from "@atlas-bearer/emulator"
import type { Middleware } from "@atlas-bearer/express"
import { type AxiosInstance, create as createAxios } from "axios"
import { Router } from "express"
import type { Calls } from "./Calls.ts"
import type { Movie } from "./Movie.ts"
import { patience } from "./patience.ts"
import * as Problem from "./Problem.ts"
import type { Sessions } from "./Sessions.ts"

interface Options {
  readonly calls: Calls
  readonly sessions: Sessions
  readonly requireBearer: Middleware
}

const path = `/api/client/v2.0/app/${DefaultSeed.app.clientAppId}/graphql`
const query = `query Movies($sortBy: MovieSortByInput) {
  movies(sortBy: $sortBy) { _id title year director runtime rated }
}`

const orders = new Set(["TITLE", "YEAR", "DIRECTOR", "RUNTIME"].flatMap((name) => [`${name}_ASC`, `${name}_DESC`]))

interface Result {
  readonly data?: { readonly movies?: ReadonlyArray<Movie> } | null
  readonly errors?: ReadonlyArray<{ readonly message: string }>
}

/** Mounted at `/api`. */
export const make = ({ calls, requireBearer, sessions }: Options): Router => {
  const clients = new WeakMap<object, AxiosInstance>()

  const clientOf = async (source: Required<TokenSource>) => {
    const origin = typeof source.origin === "function" ? await source.origin() : source.origin
    const client = clients.get(source) ?? createAxios({ baseURL: origin })
    if (!clients.has(source)) attachBearer(client, source, patience)
    clients.set(source, client)
    return client
  }

  const router = Router()
  router.get("/movies", requireBearer, async (request, response) => {
    const source = sessions.of(request.auth?.claims.sub ?? "")
    if (source === undefined) {
      return Problem.send(response, { status: 401, code: "NotLoggedIn", detail: "Nobody is logged in. Log in again." })
    }
    const { sort = "TITLE_ASC" } = request.query
    if (typeof sort !== "string" || !orders.has(sort)) {
      const detail = `sort must be one of ${[...orders].join(", ")}.`
      return Problem.send(response, { status: 400, code: "BadRequest", detail })
    }
    const client = await clientOf(source)
    const { data: { data, errors } } = await calls.follow(
      { who: "visitor", method: "POST", path },
      // A query changes nothing: it may be sent again when it is not clear whether it arrived.
      () => client.post<Result>(path, { query, variables: { sortBy: sort } }, { bearer: { idempotent: true } })
    )
    const [error] = errors ?? []
    if (error !== undefined) {
      const detail = `The movies could not be read: ${error.message}.`
      return Problem.send(response, { status: 502, code: "GraphqlError", detail })
    }
    response.json({ movies: data?.movies ?? [] })
  })
  return router
}
