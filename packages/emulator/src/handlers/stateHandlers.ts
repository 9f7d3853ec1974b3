/** Serves reset, snapshots, faults and the journal. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import { NotFound } from "../control/StateEndpoints.ts"
import { Faults } from "../Faults.ts"
import * as Har from "../Har.ts"
import { Journal } from "../Journal.ts"
import { PublicUrl } from "../PublicUrl.ts"
import { Reset } from "../Reset.ts"
import { Seed } from "../Seed.ts"
import { Snapshots } from "../Snapshots.ts"
import { ServedControlApi } from "./ServedControlApi.ts"

/** Fails unless the thing was there. */
export const orNotFound = (wasThere: Effect.Effect<boolean>, what: string) =>
  Effect.flatMap(
    wasThere,
    (found) => found ? Effect.void : Effect.fail(new NotFound({ description: `there is no ${what}` }))
  )

const state = HttpApiBuilder.group(
  ServedControlApi,
  "state",
  Effect.fn(function*(handlers) {
    const reset = yield* Reset
    const seed = yield* Seed
    const snapshots = yield* Snapshots
    return handlers.handleAll({
      reset: () => reset.run,
      // `Overloaded` is answered with 503 in front of all handlers.
      seed: Effect.fnUntraced(function*({ payload }) {
        yield* Effect.catchTag(seed.add(payload), "Overloaded", Effect.die)
      }),
      takeSnapshot: () => Effect.map(snapshots.take, (id) => ({ id })),
      restoreSnapshot: ({ params: { id } }) => orNotFound(snapshots.restore(id), `snapshot '${id}'`),
      discardSnapshot: ({ params: { id } }) => orNotFound(snapshots.discard(id), `snapshot '${id}'`)
    })
  })
)

const faults = HttpApiBuilder.group(
  ServedControlApi,
  "faults",
  Effect.fn(function*(handlers) {
    const faults = yield* Faults
    return handlers.handleAll({
      listFaults: () => faults.armed,
      armFault: ({ payload }) =>
        Effect.mapBoth(faults.arm(payload), {
          onFailure: ({ message }) => new BadRequest({ description: message }),
          onSuccess: (id) => ({ id })
        }),
      clearFaults: () => faults.clear,
      disarmFault: ({ params: { id } }) => orNotFound(faults.disarm(id), `fault '${id}'`)
    })
  })
)

const journal = HttpApiBuilder.group(
  ServedControlApi,
  "journal",
  Effect.fn(function*(handlers) {
    const journal = yield* Journal
    const publicUrl = yield* PublicUrl
    return handlers.handleAll({
      getJournal: ({ query: { after = 0 } }) =>
        Effect.map(journal.entries, (entries) => entries.filter(({ id }) => id > after)),
      clearJournal: () => journal.clear,
      getLineage: () => journal.lineage,
      getHar: ({ request }) =>
        Effect.map(
          journal.entries,
          (entries) => HttpServerResponse.jsonUnsafe(Har.make(publicUrl.of(request), entries))
        )
    })
  })
)

export const stateHandlers = Layer.mergeAll(state, faults, journal)
