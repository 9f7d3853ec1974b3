/** Asks what a fleet shares. That it is away is told once, and nobody waits long for it. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { emit } from "../ClientEvent.ts"
import { SharingError } from "../SharingError.ts"

export interface Sharing {
  /** Nothing when it is away. */
  readonly ask: <A>(evaluate: (signal: AbortSignal) => Promise<A>) => Effect.Effect<A | undefined>
  readonly failed: (cause: unknown) => Effect.Effect<void>
  readonly isBack: Effect.Effect<void>
}

/** What is silent for so long is away, should it not say so itself. */
const patience = Duration.seconds(1)

export const make = (shared: SharingError["shared"]): Sharing => {
  let isAway = false

  const isBack = Effect.sync(() => {
    isAway = false
  })
  const failed = (cause: unknown) =>
    Effect.suspend(() => {
      if (isAway) return Effect.void
      isAway = true
      return emit({ _tag: "sharingFailed", key: shared, error: new SharingError({ shared, cause }) })
    })

  return {
    failed,
    isBack,
    ask: (evaluate) =>
      Effect.tryPromise({ try: evaluate, catch: (cause) => cause }).pipe(
        Effect.timeoutOrElse({ duration: patience, orElse: () => Effect.fail("It does not answer.") }),
        Effect.tap(isBack),
        Effect.catch((cause) => Effect.as(failed(cause), undefined))
      )
  }
}
