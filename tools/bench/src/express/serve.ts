/**
 * A process that serves one route, behind a guard and without. It is told what it is given, and asked for its CPU time and memory.
 */
import express, { type RequestHandler } from "express"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Given } from "./Given.ts"
import { guards } from "./guards/guards.ts"
import type { Urls } from "./Urls.ts"

const guard = guards.find(({ name }) => name === process.argv[2])
if (guard === undefined) throw new Error(`There is no guard "${process.argv[2]}".`)

/** Serves the route, and gives its address. */
const listen = (handlers: ReadonlyArray<RequestHandler>) => {
  const app = express()
  for (const handler of handlers) app.use(handler)
  app.get("/", (_request, response) => {
    response.json({ ok: true })
  })
  return new Promise<string>((resolve) => {
    const server = createServer(app).listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo
      resolve(`http://127.0.0.1:${port}`)
    })
  })
}

const start = async (given: Given) => {
  process.send?.({ guarded: await listen(guard.handlers(given)), open: await listen([]) } satisfies Urls)
}

process.on("message", (message: Given | "cpu" | "rss") => {
  const { system, user } = process.cpuUsage()
  if (message === "cpu") process.send?.(user + system)
  else if (message === "rss") process.send?.(process.memoryUsage.rss())
  else void start(message)
})
process.on("disconnect", () => process.exit())
