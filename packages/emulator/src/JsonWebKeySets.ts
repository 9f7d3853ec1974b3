/** The keys that other issuers publish at an address (JSON Web Key Set, RFC 7517 section 5), as they change there. */
import { AuthError, BadRequest } from "@atlas-bearer/core/ClientError"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import * as PublicKeys from "./PublicKeys.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** By the emulator's clock: how long a set is good for, and how long after a request there is no further one. */
const maxAge = Duration.toMillis("10 minutes")
const pause = Duration.toMillis("10 seconds")

/** Of real time, and characters: whoever answers there is a stranger. */
const patience = Duration.toMillis("5 seconds")
const largest = 64 * 1024

const Jwk = Schema.JsonObject
const decodeSet = Schema.decodeUnknownEffect(
  Schema.fromJsonString(Schema.Union([Schema.Struct({ keys: Schema.Array(Jwk) }), Jwk]))
)

const unreadable = (reason: string) => new AuthError({ description: `the JSON Web Key Set cannot be read: ${reason}` })

/** The set may have keys for other purposes. Tokens have to name theirs, so that one without a name is of no use. */
const isUsable = ({ alg = "RS256", kid, kty, use = "sig" }: typeof Jwk.Type) =>
  kty === "RSA" && use === "sig" && alg === "RS256" && typeof kid === "string"

const download = async (uri: string, signal: AbortSignal) => {
  const reply = await fetch(uri, {
    headers: { accept: "application/json" },
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)])
  })
  if (!reply.ok || reply.body === null) throw new Error(`status ${reply.status}`)
  let text = ""
  for await (const piece of reply.body.pipeThrough(new TextDecoderStream())) {
    text += piece
    if (text.length > largest) throw new Error("it is larger than 64 KiB")
  }
  return text
}

const read = Effect.fnUntraced(function*(uri: string) {
  const text = yield* Effect.tryPromise({
    try: (signal) => download(uri, signal),
    catch: (cause) => unreadable(cause instanceof Error ? cause.message : String(cause))
  })
  const set = yield* Effect.mapError(decodeSet(text), () => unreadable("it is no JSON Web Key Set"))
  const keys = "keys" in set && Array.isArray(set.keys) ? set.keys : [set]
  return yield* Effect.fromResult(PublicKeys.fromAll(keys.filter(isUsable))).pipe(
    Effect.mapError(({ description }) => unreadable(description))
  )
})

/** Whether a set can be read there at all. */
export const checkUri = (uri: string): Result.Result<string, BadRequest> =>
  /^https?:$/.test(URL.parse(uri)?.protocol ?? "")
    ? Result.succeed(uri)
    : Result.fail(new BadRequest({ description: `'${uri}' is not the http or https URL of a JSON Web Key Set` }))

interface Known {
  readonly keys: ReadonlyArray<PublicKeys.PublicKey>
  readonly readAt: number
  readonly askedAt: number
  /** Why the last request failed, if there is nothing older. */
  readonly failure: AuthError | undefined
}

const nothing: Known = { keys: [], readAt: -Infinity, askedAt: -Infinity, failure: undefined }

export class JsonWebKeySets extends Context.Service<JsonWebKeySets, {
  /** Asks again for a set that is old, or that lacks the key: a key may be new. Keys that were there outlast failures. */
  readonly keysAt: (
    uri: string,
    kid: string
  ) => Effect.Effect<ReadonlyArray<PublicKeys.PublicKey>, AuthError>
  readonly clear: Effect.Effect<void>
}>()("@atlas-bearer/emulator/JsonWebKeySets") {
  static readonly layer = Layer.effect(
    JsonWebKeySets,
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const sets = new Map<string, Known>()
      // Logins at the same time wait for one request.
      const turns = new Map<string, Semaphore.Semaphore>()
      const turnOf = (uri: string) => {
        const turn = turns.get(uri) ?? Semaphore.makeUnsafe(1)
        turns.set(uri, turn)
        return turn
      }

      const ask = Effect.fnUntraced(function*(uri: string, known: Known, askedAt: number) {
        const next = yield* Effect.match(read(uri), {
          onFailure: (failure): Known => ({ ...known, askedAt, failure: known.keys.length > 0 ? undefined : failure }),
          onSuccess: (keys): Known => ({ keys, readAt: askedAt, askedAt, failure: undefined })
        })
        sets.set(uri, next)
        return next
      })

      return JsonWebKeySets.of({
        keysAt: Effect.fn("JsonWebKeySets.keysAt")(function*(uri, kid) {
          const now = yield* clock.now
          const known = sets.get(uri) ?? nothing
          // Also when the clock was set back.
          const isOver = (since: number, time: number) => now < since || now >= since + time
          const isGood = !isOver(known.readAt, maxAge) && known.keys.some((key) => key.kid === kid)
          const { failure, keys } = isGood || !isOver(known.askedAt, pause) ? known : yield* ask(uri, known, now)
          return failure === undefined ? keys : yield* failure
        }, (effect, uri) => turnOf(uri).withPermits(1)(effect)),
        clear: Effect.sync(() => sets.clear())
      })
    })
  )
}
