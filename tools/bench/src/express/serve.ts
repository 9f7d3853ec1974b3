/** A process that serves one route behind one guard. It is told what it is given, and asked for the CPU time it took. */
import express from "express"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Given } from "./Given.ts"
import { guards } from "./guards/guards.ts"

const guard = guards.find(({ name }) => name === process.argv[2])
if (guard === undefined) throw new Error(`There is no guard "${process.argv[2]}".`)

const start = (given: Given) => {
  const app = express()
  for (const handler of guard.handlers(given)) app.use(handler)
  app.get("/", (_request, response) => {
    response.json({ ok: true })
  })
  const server = createServer(app).listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo
    process.send?.(`http://127.0.0.1:${port}`)
  })
}

process.on("message", (message: Given | "cpu") => {
  if (message !== "cpu") return start(message)
  const { system, user } = process.cpuUsage()
  process.send?.(user + system)
})
process.on("disconnect", () => process.exit())
