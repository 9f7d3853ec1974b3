/** Serves the protected resource of the Atlas Administration API. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Apps } from "../Apps.ts"
import { ServedAtlasApi, unauthorized } from "../middleware/UndecodableRequest.ts"
import { ServiceAccounts } from "../ServiceAccounts.ts"

export const atlasHandlers = HttpApiBuilder.group(
  ServedAtlasApi,
  "atlas",
  Effect.fn(function*(handlers) {
    const accounts = yield* ServiceAccounts
    const apps = yield* Apps
    return handlers.handleAll({
      listGroups: Effect.fnUntraced(function*({ headers }) {
        yield* Effect.mapError(accounts.authenticateToken(headers.authorization), () => unauthorized)
        const results = (yield* apps.all).map(({ groupId, name }) => ({ id: groupId, name }))
        return { results, totalCount: results.length }
      })
    })
  })
)
