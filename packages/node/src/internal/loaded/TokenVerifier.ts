/** Verifies access tokens with App Services, and remembers what it was told. */
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import * as PromiseTokenStore from "@atlas-bearer/core/PromiseTokenStore"
import { Sender } from "@atlas-bearer/core/Sender"
import * as Core from "@atlas-bearer/core/TokenVerifier"
import type { VerifyError } from "@atlas-bearer/core/VerifyError"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { TokenVerifier } from "../../TokenVerifier.ts"
import type * as ClientOptions from "../ClientOptions.ts"
import { sha256 } from "../nodeDigest.ts"
import * as NodeDigest from "../nodeDigest.ts"
import { Pool } from "../Pool.ts"
import * as Runner from "../Runner.ts"
import * as transport from "../transport.ts"

class Verifier extends Context.Service<Verifier, Effect.Success<ReturnType<typeof Core.make>>>()(
  "@atlas-bearer/node/TokenVerifier/Verifier"
) {}

// A fiber for each token would take longer than the rest, of a known one and of those of a flood.
const makeKnown = Effect.gen(function*() {
  const verifier = yield* Verifier
  const clock = yield* Clock.Clock
  return (token: string) => verifier.known(token, sha256, clock)
})

export const make = (
  settings: Omit<Core.Options, "store">,
  store: PromiseTokenStore.PromiseTokenStore | undefined,
  client: ClientOptions.Checked
): TokenVerifier => {
  let known: ((token: string) => Claims | VerifyError | undefined) | undefined
  let isDisposed = false
  const { dispose, events, run, runSync } = Runner.make(
    Layer.effect(Verifier, Core.make({ ...settings, store: store && PromiseTokenStore.toTokenStore(store) })).pipe(
      Layer.provide([Sender.layer, transport.layer, NodeDigest.layer]),
      Layer.provide(Pool.layer)
    ),
    client
  )
  const verifyAtOnce = (token: string): Claims | undefined => {
    if (isDisposed) return undefined
    const found = (known ??= runSync(makeKnown))(token)
    if (found instanceof Error) throw found
    return found
  }
  return {
    get events() {
      return events()
    },
    verify: async (token, call) => {
      call?.signal?.throwIfAborted()
      return verifyAtOnce(token) ?? run(Verifier.use((verifier) => verifier.verify(Redacted.make(token))), call)
    },
    verifyAtOnce,
    inspect: () => run(Verifier.use((verifier) => verifier.inspect)),
    [Symbol.asyncDispose]: () => {
      isDisposed = true
      return dispose()
    }
  }
}
