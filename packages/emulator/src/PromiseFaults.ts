/** The faults of a running emulator, for code that waits by Promises. */
import type * as Effect from "effect/Effect"
import type { ArmedFault, FaultInput } from "./Fault.ts"
import { Faults } from "./Faults.ts"

export interface PromiseFaults {
  /** Chances of faults follow from it: the same seed, faults and requests make the same run. */
  readonly seed: number
  /** Puts a fault behind those that are armed. Rejects with an `InvalidOption` that says what is wrong with it. */
  readonly arm: (fault: FaultInput) => Promise<string>
  /** False when there is none with this id. */
  readonly disarm: (id: string) => Promise<boolean>
  /** With how many requests each matched and faulted. */
  readonly armed: () => Promise<ReadonlyArray<ArmedFault>>
  readonly clear: () => Promise<void>
}

/** `run` has the emulator's services. */
export const make = (
  run: <A, E>(effect: Effect.Effect<A, E, Faults>) => Promise<A>,
  { seed }: Faults["Service"]
): PromiseFaults => ({
  seed,
  arm: (fault) => run(Faults.use(({ arm }) => arm(fault))),
  disarm: (id) => run(Faults.use(({ disarm }) => disarm(id))),
  armed: () => run(Faults.use(({ armed }) => armed)),
  clear: () => run(Faults.use(({ clear }) => clear))
})
