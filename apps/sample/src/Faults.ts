/** The faults that a page can arm, and what each is to the emulator. */
import type { Emulator, Fault } from "@atlas-bearer/emulator"
import type { ArmedFault, FaultName, FaultTarget } from "./News.ts"

type Action = Fault.FaultInput["action"]

const actions: Readonly<Record<Exclude<FaultName, "renewalDown">, Action>> = {
  limited: { type: "status", status: 429, retryAfter: 5 },
  unavailable: { type: "status", status: 503 },
  reset: { type: "reset" },
  refused: { type: "accessRefused" }
}

const paths: Readonly<Record<FaultTarget, string>> = {
  movies: "/api/client/v2.0/app/*/graphql",
  projects: "/api/atlas/v2/groups"
}

/** Where users and service accounts renew their tokens. */
const renewals = ["/api/client/v2.0/auth/session", "/api/oauth/token"]

const isAction = (name: string): name is keyof typeof actions => Object.hasOwn(actions, name)
const isTarget = (target: unknown): target is FaultTarget => typeof target === "string" && Object.hasOwn(paths, target)

export interface Faults {
  /** For the next request to the target; `renewalDown` until it is armed again. False for what is no fault. */
  readonly arm: (name: string, target: unknown) => Promise<boolean>
  readonly armed: () => ReadonlyArray<ArmedFault>
  /** Looks which of them are still to come. */
  readonly refresh: () => Promise<void>
}

export const make = ({ faults }: Pick<Emulator.Running, "faults">, changed: () => void): Faults => {
  const known = new Map<string, ArmedFault>()

  const renewal = async () => {
    const downs = [...known].filter(([, { name }]) => name === "renewalDown").map(([id]) => id)
    for (const id of downs) {
      known.delete(id)
      await faults.disarm(id)
    }
    if (downs.length > 0) return
    for (const path of renewals) {
      const id = await faults.arm({ match: { path }, action: { type: "status", status: 503 } })
      known.set(id, { name: "renewalDown" })
    }
  }

  return {
    arm: async (name, target) => {
      if (name === "renewalDown") await renewal()
      else if (isAction(name) && isTarget(target)) {
        const id = await faults.arm({ match: { path: paths[target] }, when: { times: 1 }, action: actions[name] })
        known.set(id, { name, target })
      } else return false
      changed()
      return true
    },
    armed: () => {
      const all = [...known.values()]
      // One for each path that is down, which are one to people.
      const once = all.filter(({ name }) => name !== "renewalDown")
      return once.length === all.length ? once : [...once, { name: "renewalDown" }]
    },
    refresh: async () => {
      if (known.size === 0) return
      const left = new Set(
        (await faults.armed()).filter(({ fired, when }) => fired < (when?.times ?? Infinity)).map(({ id }) => id)
      )
      const fired = [...known.keys()].filter((id) => !left.has(id))
      for (const id of fired) known.delete(id)
      if (fired.length > 0) changed()
    }
  }
}
