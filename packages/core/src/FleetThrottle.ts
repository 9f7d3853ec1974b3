/** Shares the limits that servers tell with the other processes of a fleet, as long as a client is used. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Fleet, toShared, windowOf } from "./Fleet.ts"
import * as Sharing from "./internal/Sharing.ts"
import type { SharedThrottle } from "./SharedThrottle.ts"
import { Throttle } from "./Throttle.ts"

/** For the requests of whoever is given it. What it hears counts for all requests of the process. */
export const layer = (shared: SharedThrottle) =>
  Layer.effect(
    Fleet,
    Effect.gen(function*() {
      const throttle = yield* Throttle
      const context = yield* Effect.context()
      const { ask, failed, isBack } = Sharing.make("throttle")
      const fork = Effect.runForkWith(context)

      const fleet: Fleet = {
        ready: () => {
          const ready = shared.ready()
          return ready && Effect.asVoid(ask(() => ready))
        },
        heard: shared.heard,
        tell: (keys, wait, { bucket, limit }) =>
          Effect.sync(() => {
            const told = { wait: Math.max(0, wait), bucket, limit: limit && toShared(limit) }
            for (const key of keys) fork(ask(() => shared.tell(key, told)))
          }),
        admit: (key, limit, keep) =>
          ask((signal) =>
            shared.admit(key, windowOf(limit), signal).then((answer) => {
              if (typeof answer === "number") return answer
              if (signal.aborted) answer.cancel()
              else keep(answer)
              return answer
            })
          )
      }

      yield* Effect.acquireRelease(
        Effect.sync(() =>
          shared.follow({
            onChange: () => void fork(Effect.andThen(isBack, throttle.hear(fleet))),
            onFailure: (error) => void fork(failed(error))
          })
        ),
        (unfollow) => Effect.sync(unfollow)
      )
      return fleet
    })
  )
