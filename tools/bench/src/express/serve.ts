/** A process that serves one route behind one guard. It is told what it is given, and asked for its CPU time and memory. */
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

process.on("message", (message: Given | "cpu" | "rss") => {
  const { system, user } = process.cpuUsage()
  if (message === "cpu") process.send?.(user + system)
  else if (message === "rss") process.send?.(process.memoryUsage.rss())
  else start(message)
})
process.on("disconnect", () => process.exit())
