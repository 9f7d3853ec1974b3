/** The faults that are armed, in order, and which of them a request meets. */
import type { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { decodeOption } from "./decodeOption.ts"
import { type ArmedFault, Fault, type FaultInput } from "./Fault.ts"
import type { FaultAction } from "./FaultAction.ts"
import { chance } from "./faults/chance.ts"
import { fits, type Seen } from "./faults/Seen.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** What happens to one request: waits, which come first, and at most one action that decides the reply. */
export interface Met {
  readonly id: string
  readonly action: FaultAction
}

interface Rule {
  readonly id: string
  readonly fault: Fault
  readonly seed: number
  /** Milliseconds since 1970. */
  readonly armedAt: number
  matched: number
  fired: number
}

const decode = decodeOption(Fault, "fault", "is no fault")

const instant = (at: number | Duration.Duration, armedAt: number) =>
  typeof at === "number" ? at : armedAt + Duration.toMillis(at)

/** Whether the request that a rule matched last is faulted. */
const isDue = ({ armedAt, fault, fired, matched, seed }: Rule, now: number): boolean => {
  const { after, every, nth, probability, times, until } = fault.when ?? {}
  return (nth === undefined || [nth].flat().includes(matched)) &&
    (every === undefined || matched % every === 0) &&
    (after === undefined || now >= instant(after, armedAt)) &&
    (until === undefined || now < instant(until, armedAt)) &&
    (probability === undefined || chance(seed, matched) < probability) &&
    (times === undefined || fired < times)
}

export class Faults extends Context.Service<Faults, {
  /** What the decisions of rules with a probability follow from, together with the order of arming and of requests. */
  readonly seed: number
  /** Puts a rule behind those that are there. Fails when it is none, and says where it is wrong. */
  readonly arm: (fault: FaultInput) => Effect.Effect<string, InvalidOption>
  readonly disarm: (id: string) => Effect.Effect<boolean>
  readonly armed: Effect.Effect<ReadonlyArray<ArmedFault>>
  /** Disarms all rules; the next is the first again. */
  readonly clear: Effect.Effect<void>
  readonly isEmpty: () => boolean
  /** In order. The first that is due and not a delay is the last. */
  readonly meet: (seen: Seen) => Effect.Effect<ReadonlyArray<Met>>
}>()("@atlas-bearer/emulator/Faults") {
  static readonly layer = ({ seed = 0 }: { readonly seed?: number | undefined } = {}) =>
    Layer.effect(
      Faults,
      Effect.gen(function*() {
        const clock = yield* VirtualClock
        let rules: ReadonlyArray<Rule> = []
        let count = 0

        return Faults.of({
          seed,
          arm: Effect.fn("Faults.arm")(function*(input) {
            const fault = yield* decode(input)
            count++
            const id = `fault-${count}`
            const armedAt = yield* clock.now
            rules = [...rules, { id, fault, seed: fault.when?.seed ?? seed + count, armedAt, matched: 0, fired: 0 }]
            return id
          }),
          disarm: (id) =>
            Effect.sync(() => {
              const rest = rules.filter((rule) => rule.id !== id)
              const isKnown = rest.length < rules.length
              rules = rest
              return isKnown
            }),
          armed: Effect.sync(() => rules.map(({ fault, fired, id, matched }) => ({ ...fault, id, matched, fired }))),
          clear: Effect.sync(() => {
            rules = []
            count = 0
          }),
          isEmpty: () => rules.length === 0,
          meet: (seen) =>
            Effect.map(clock.now, (now) => {
              const met: Array<Met> = []
              for (const rule of rules) {
                if (!fits(rule.fault, seen)) continue
                rule.matched++
                if (!isDue(rule, now)) continue
                rule.fired++
                met.push({ id: rule.id, action: rule.fault.action })
                if (rule.fault.action.type !== "delay") break
              }
              return met
            })
        })
      })
    )
}
