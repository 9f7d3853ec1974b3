/** Lets requests meet the faults that are armed for them, or that they ask for themselves. */
import { Envelope } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Schema from "effect/Schema"
import { Faults, type Met } from "../Faults.ts"
import { header, headerFault } from "../faults/headerFault.ts"
import { perform } from "../faults/perform.ts"
import { seenIn } from "../faults/seenIn.ts"
import { CurrentEntry } from "../journal/CurrentEntry.ts"
import { VirtualClock } from "../VirtualClock.ts"

type App<E, R> = Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>

const refusal = ({ message }: { readonly message: string }) =>
  HttpServerResponse.jsonUnsafe(Schema.encodeSync(Envelope)({ code: "BadRequest", description: message }), {
    status: 400
  })

/** Delays come first; at most one action, the last, decides the reply. */
const under = Effect.fnUntraced(function*<E, R>(met: ReadonlyArray<Met>, app: App<E, R>) {
  const clock = yield* VirtualClock
  const entry = yield* CurrentEntry
  for (const { action, id } of met) {
    entry?.faulted({ id, type: action.type })
    if (action.type !== "delay") return yield* perform(action, app)
    yield* clock.sleep(action.for)
  }
  return yield* app
  // The server runs what is in front of the handlers uninterruptibly; a fault may last for ever.
}, Effect.interruptible)

const meeting = Effect.fnUntraced(function*<E, R>(
  armed: Faults["Service"],
  request: HttpServerRequest.HttpServerRequest,
  app: App<E, R>
) {
  const asked = request.headers[header]
  const met = armed.isEmpty() ? [] : yield* armed.meet(yield* seenIn(request))
  if (asked === undefined) return yield* under(met, app)
  return yield* headerFault(asked).pipe(
    Effect.matchEffect({
      onFailure: (wrong) => Effect.succeed(refusal(wrong)),
      onSuccess: (action) =>
        under([...met.filter(({ action }) => action.type === "delay"), { id: header, action }], app)
    })
  )
})

/** The control plane meets none: nobody could take the fault away again. */
export const faults = <E, R>(app: App<E, R>) =>
  HttpServerRequest.HttpServerRequest.use((request) =>
    Faults.use((armed) =>
      request.url.startsWith("/__emulator") || (request.headers[header] === undefined && armed.isEmpty())
        ? app
        : meeting(armed, request, app)
    )
  )
