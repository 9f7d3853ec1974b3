/**
 * Leaves an origin alone for 5 s after 10 failures in a row, then lets one call ask how it is. Is told the time, in
 * milliseconds, and waits for nothing, so that a call is admitted without a fiber.
 */

const threshold = 10
const pause = 5_000
/** After this long without a failure an origin is as if it had none. */
const memory = 3_600_000

/** How a call ended: `neither` says nothing of the origin's health. */
export type Health = "success" | "failure" | "neither"

/** A call's leave to ask the origin. What a call says that was admitted before the circuit changed is old. */
export interface Admission {
  readonly origin: string
  readonly generation: number
}

interface Circuit {
  generation: number
  failures: number
  isOpen: boolean
  openUntil: number
  isProbing: boolean
  lastFailure: number
}

export interface Breaker {
  /** Leave to go on, if the circuit is closed: its success changes nothing that is told to anybody. */
  readonly admitClosed: (origin: string) => Admission | undefined
  /** Leave to go on, or how long, in milliseconds, until it is worth asking again. */
  readonly admit: (origin: string, now: number) => Admission | number
  /** Whether the circuit opened or closed by it. */
  readonly record: (admission: Admission, health: Health, now: number) => "circuitOpened" | "circuitClosed" | undefined
}

export const make = (): Breaker => {
  /** An origin without a failure has none. */
  const circuits = new Map<string, Circuit>()

  const fresh = (origin: string, now: number): Circuit => {
    for (const [old, { lastFailure }] of circuits) if (now - lastFailure > memory) circuits.delete(old)
    const circuit = { generation: 0, failures: 0, isOpen: false, openUntil: 0, isProbing: false, lastFailure: now }
    circuits.set(origin, circuit)
    return circuit
  }

  const open = (circuit: Circuit, now: number) => {
    circuit.generation++
    circuit.isOpen = true
    circuit.openUntil = now + pause
  }

  const recordProbe = (circuit: Circuit, health: Health, now: number) => {
    circuit.isProbing = false
    if (health === "failure") open(circuit, now)
    if (health !== "success") return undefined
    circuit.generation++
    circuit.isOpen = false
    circuit.failures = 0
    return "circuitClosed"
  }

  const admitClosed = (origin: string): Admission | undefined => {
    const { generation, isOpen } = circuits.get(origin) ?? { generation: 0, isOpen: false }
    return isOpen ? undefined : { origin, generation }
  }

  return {
    admitClosed,
    admit: (origin, now) => {
      const circuit = circuits.get(origin)
      if (!circuit?.isOpen) return { origin, generation: circuit?.generation ?? 0 }
      if (now < circuit.openUntil) return circuit.openUntil - now
      if (circuit.isProbing) return 0
      circuit.isProbing = true
      return { origin, generation: ++circuit.generation }
    },
    record: ({ generation, origin }, health, now) => {
      const known = circuits.get(origin)
      if ((known?.generation ?? 0) !== generation) return undefined
      if (known !== undefined && health === "failure") known.lastFailure = now
      if (known?.isOpen) return recordProbe(known, health, now)
      if (health === "success" && known !== undefined) {
        known.failures = 0
        if (generation === 0) circuits.delete(origin)
      }
      if (health !== "failure") return undefined
      const circuit = known ?? fresh(origin, now)
      if (++circuit.failures < threshold) return undefined
      open(circuit, now)
      return "circuitOpened"
    }
  }
}
