/** What a fleet shares, in the memory of a test; and the processes of the fleet. */
import * as FleetThrottle from "@atlas-bearer/core/FleetThrottle"
import type { ImmediateSender } from "@atlas-bearer/core/ImmediateSender"
import { Sender } from "@atlas-bearer/core/Sender"
import type { Admission, Follower, Heard, SharedThrottle, SharedWindow } from "@atlas-bearer/core/SharedThrottle"
import type { Throttle } from "@atlas-bearer/core/Throttle"
import { Effect, Layer } from "effect"
import { ended, ok, refusal, send, serverOf } from "./sending.ts"

export const makeFleet = () => {
  const followers = new Map<Follower, Map<string, Heard>>()
  const asked: Array<readonly [key: string, limit: SharedWindow]> = []
  const ended: Array<"settled" | "canceled"> = []
  let tells = 0

  const fleet = {
    /** What the next who ask are told: leave, if there is nothing more. */
    answers: new Array<number | Promise<undefined>>(),
    isAway: false,
    asked,
    /** How what was admitted ended. */
    ended,
    followers: () => followers.size,
    isBack: () => followers.forEach((_, { onChange }) => onChange()),
    /** As one process has it. */
    shared: (): SharedThrottle => {
      const known = new Map<string, Heard>()
      const act = async <A>(act: () => A | Promise<A>): Promise<A> => {
        if (fleet.isAway) throw new Error("away")
        return act()
      }
      return {
        follow: (follower) => {
          followers.set(follower, known)
          return () => void followers.delete(follower)
        },
        ready: () => undefined,
        heard: (key) => known.get(key),
        tell: (key, told) =>
          act(() => {
            const id = String(tells++)
            for (const [{ onChange }, others] of followers) {
              if (others === known) continue
              others.set(key, { ...told, id })
              onChange()
            }
          }),
        admit: (key, limit) =>
          act(async () => {
            asked.push([key, limit])
            const answer = await fleet.answers.shift()
            const admission: Admission = {
              settle: () => void ended.push("settled"),
              cancel: () => void ended.push("canceled")
            }
            return answer ?? admission
          })
      }
    }
  }
  return fleet
}

/** Makes a process of its own: it has nothing in common with the others but what it shares. */
export const processOf = (shared: SharedThrottle) =>
  Effect.map(
    Layer.build(Layer.fresh(FleetThrottle.layer(shared).pipe(Layer.provideMerge(Sender.layer)))),
    (context) => <A, E>(effect: Effect.Effect<A, E, ImmediateSender | Sender | Throttle>): Effect.Effect<A, E> =>
      Effect.provideContext(effect, context)
  )

const body = JSON.stringify({ errorCode: "RATE_LIMITED", parameters: ["/a", 3, 1] })

/** A process that was told of a limit of three requests a minute, and may send. */
export const knowing = Effect.fnUntraced(function*(fleet: ReturnType<typeof makeFleet>) {
  const inProcess = yield* processOf(fleet.shared())
  yield* inProcess(ended(send(serverOf({ ...refusal("2"), text: body }, ok))))
  fleet.asked.length = fleet.ended.length = 0
  return inProcess
})
