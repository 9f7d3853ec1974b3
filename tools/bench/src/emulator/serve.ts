/** A process with one token server. It tells where that is, and is asked for the CPU time it took. */
import { servers } from "./servers.ts"

const server = servers.find(({ name }) => name === process.argv[2])
if (server === undefined) throw new Error(`There is no server "${process.argv[2]}".`)

process.on("message", () => {
  const { system, user } = process.cpuUsage()
  process.send?.(user + system)
})
process.on("disconnect", () => process.exit())
process.send?.(await server.start())
