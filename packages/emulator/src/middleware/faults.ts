/** Lets requests meet the faults that are armed for them, or that they ask for themselves. */
import { Envelope } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Schema from "effect/Schema"
import type { Apps } from "../Apps.ts"
import { Faults, type Met } from "../Faults.ts"
import { header, headerFault } from "../faults/headerFault.ts"
import { perform } from "../faults/perform.ts"
import { seenIn } from "../faults/seenIn.ts"
import { VirtualClock } from "../VirtualClock.ts"
import type { Handler } from "./Handler.ts"
import { replyOf } from "./journal.ts"

const refusal = ({ message }: { readonly message: string }) =>
  HttpServerResponse.jsonUnsafe(Schema.encodeSync(Envelope)({ code: "BadRequest", description: message }), {
    status: 400
  })

interface Meeting<E, R> {
  readonly request: Parameters<Handler<E, R>>[0]
  readonly entry: Parameters<Handler<E, R>>[1]
  readonly handler: Handler<E, R>
}

/** Delays come first; at most one action, the last, decides the reply. */
const under = Effect.fnUntraced(function*<E, R>(
  met: ReadonlyArray<Met>,
  { entry, handler, request }: Meeting<E, R>
) {
  const clock = yield* VirtualClock
  for (const { action, id } of met) {
    entry?.faulted({ id, type: action.type })
    const answered = (reply: HttpServerResponse.HttpServerResponse) => entry?.answered(replyOf(reply))
    if (action.type !== "delay") return yield* perform(action, request, handler, answered)
    yield* clock.sleep(action.for)
  }
  return yield* handler(request)
  // The server runs what is in front of the handlers uninterruptibly; a fault may last for ever.
}, Effect.interruptible)

const meeting = Effect.fnUntraced(function*<E, R>(armed: Faults["Service"], meeting: Meeting<E, R>) {
  const { request } = meeting
  const asked = request.headers[header]
  const met = armed.isEmpty() ? [] : yield* armed.meet(yield* seenIn(request))
  if (asked === undefined) return yield* under(met, meeting)
  return yield* headerFault(asked).pipe(
    Effect.matchEffect({
      onFailure: (wrong) => Effect.succeed(refusal(wrong)),
      onSuccess: (action) =>
        under([...met.filter(({ action }) => action.type === "delay"), { id: header, action }], meeting)
    })
  )
})

/** The control plane meets none: nobody could take the fault away again. */
export const faults = Effect.gen(function*() {
  const services = yield* Effect.context<Apps | VirtualClock>()
  const armed = yield* Faults
  return <E, R>(handler: Handler<E, R>): Handler<E, R> => (request, entry) =>
    request.url.startsWith("/__emulator") || (request.headers[header] === undefined && armed.isEmpty())
      ? handler(request)
      : Effect.provideContext(meeting(armed, { request, entry, handler }), services)
})
