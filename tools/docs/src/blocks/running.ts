/** The emulator that blocks run against, one after the other. */
import { Emulator } from "@atlas-bearer/emulator"

let current: Emulator.Running | undefined

export const start = async (port: number): Promise<Emulator.Running> => {
  current = await Emulator.start({
    port,
    tokenRateLimit: "off",
    functions: { sum: (a: number, b: number) => a + b }
  })
  return current
}

export const running = (): Emulator.Running => {
  if (current === undefined) throw new Error("Blocks run by runner.ts.")
  return current
}
