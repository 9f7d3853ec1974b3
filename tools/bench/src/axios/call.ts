/** A process that makes the calls of one client, `call.ts <client> <server>`, as many as a message says, and tells their CPU time. */
import * as contenders from "./contenders.ts"
import { inFlight } from "./costs.ts"

const [, , name = "", url = ""] = process.argv
const contender = Object.values(contenders).find((one) => one.name === name)
if (contender === undefined) throw new Error(`There is no client "${name}".`)
const instance = contender.make(url)

/** Of one call, in microseconds. */
const cost = async (calls: number): Promise<number> => {
  const before = process.cpuUsage()
  let left = calls
  const caller = async () => {
    while (left-- > 0) await instance.get("/plain")
  }
  await Promise.all(Array.from({ length: inFlight }, caller))
  const { system, user } = process.cpuUsage(before)
  return (user + system) / calls
}

process.on("message", async (calls: number) => process.send?.(await cost(calls)))
process.on("disconnect", () => process.exit())
