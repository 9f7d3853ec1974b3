/** Rules without a server: a request that they may match, and which of many they fault. */
import type { FaultInput } from "@atlas-bearer/emulator/Fault"
import { Faults } from "@atlas-bearer/emulator/Faults"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { Effect, Layer } from "effect"
import type { Seen } from "../src/faults/Seen.ts"

export const action = { type: "hang" } as const
export const seen: Seen = {
  method: "POST",
  path: "/api/oauth/token",
  app: "myapp-abcde",
  client: ["mdb_sa_id_1", "127.0.0.1", "curl/8.5.0"],
  hasAccessToken: false
}

export const provided = (seed = 0) => Effect.provide(Layer.provideMerge(Faults.layer({ seed }), VirtualClock.layer))

/** Which of so many requests are faulted, counted from 1. */
export const faulted = (count: number) =>
  Effect.gen(function*() {
    const faults = yield* Faults
    const met: Array<number> = []
    for (let request = 1; request <= count; request++) if ((yield* faults.meet(seen)).length > 0) met.push(request)
    return met
  })

export const run = (rules: ReadonlyArray<FaultInput>, count: number, seed?: number) =>
  Effect.gen(function*() {
    const faults = yield* Faults
    for (const rule of rules) yield* faults.arm(rule)
    return yield* faulted(count)
  }).pipe(provided(seed))
