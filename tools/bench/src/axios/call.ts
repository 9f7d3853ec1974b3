/**
 * A process that makes calls, `call.ts <client> <server>`, through one client and through axios alone, as many as a message says,
 * and tells their CPU time.
 */
import { create } from "axios"
import * as contenders from "./contenders.ts"
import { type Asked, inFlight } from "./costs.ts"

const [, , name = "", url = ""] = process.argv
const contender = Object.values(contenders).find((one) => one.name === name)
if (contender === undefined) throw new Error(`There is no client "${name}".`)
const instances = { client: contender.make(url), alone: create({ baseURL: url }) }

/** Of one call, in microseconds. */
const cost = async ({ by, calls }: Asked): Promise<number> => {
  const before = process.cpuUsage()
  let left = calls
  const caller = async () => {
    while (left-- > 0) await instances[by].get("/plain")
  }
  await Promise.all(Array.from({ length: inFlight }, caller))
  const { system, user } = process.cpuUsage(before)
  return (user + system) / calls
}

process.on("message", async (asked: Asked) => process.send?.(await cost(asked)))
process.on("disconnect", () => process.exit())
