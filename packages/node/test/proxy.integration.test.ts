/** Requests through the proxies of the environment. */
import { Emulator } from "@atlas-bearer/emulator"
import { freePort } from "@atlas-bearer/servers/freePort"
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { once } from "node:events"
import { createServer, request } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll } from "vitest"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

/** Passes on whatever comes, and keeps which hosts were asked for. */
const startProxy = async () => {
  const hosts: Array<string> = []
  const server = createServer((incoming, outgoing) => {
    const { headers, method, url = "" } = incoming
    hosts.push(new URL(url).host)
    incoming.pipe(request(url, { method, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 0, reply.headers)
      reply.pipe(outgoing)
    }))
  })
  server.on("connect", ({ url = "" }, socket) => {
    hosts.push(url)
    const { hostname, port } = new URL(`http://${url}`)
    const through = connect(Number(port), hostname, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n")
      through.pipe(socket)
      socket.pipe(through)
    })
    socket.on("error", () => through.destroy())
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hosts,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    }
  }
}

const script = fileURLToPath(new URL("./proxyProcess.ts", import.meta.url))

const callWith = async (env: NodeJS.ProcessEnv, ...flags: ReadonlyArray<string>) => {
  const args = ["--conditions=@atlas-bearer/source", ...flags, script, emulator.url]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { PATH: process.env["PATH"], ...env } })
  return stdout.trim()
}

describe("a proxy in the environment", () => {
  it.concurrent.each<[string, NodeJS.ProcessEnv, ReadonlyArray<string>]>([
    ["NODE_USE_ENV_PROXY=1", { NODE_USE_ENV_PROXY: "1" }, []],
    ["--use-env-proxy", {}, ["--use-env-proxy"]],
    ["NODE_OPTIONS", { NODE_OPTIONS: "--no-warnings --use-env-proxy" }, []]
  ])("is gone through with %s", async (_, env, flags) => {
    await using proxy = await startProxy()
    assert.strictEqual(await callWith({ HTTP_PROXY: proxy.url, ...env }, ...flags), "200")
    assert.deepStrictEqual(new Set(proxy.hosts), new Set([new URL(emulator.url).host]))
  })

  it.concurrent.each<[string, NodeJS.ProcessEnv]>([
    ["Node.js does not use it either", {}],
    ["NO_PROXY names the host", { NODE_USE_ENV_PROXY: "1", NO_PROXY: "127.0.0.1" }]
  ])("is left alone when %s", async (_, env) => {
    await using proxy = await startProxy()
    assert.strictEqual(await callWith({ HTTP_PROXY: proxy.url, ...env }), "200")
    assert.isEmpty(proxy.hosts)
  })

  it.concurrent("that is down is a failure like a server that is", async () => {
    const env = { HTTP_PROXY: `http://127.0.0.1:${await freePort()}`, NODE_USE_ENV_PROXY: "1" }
    assert.match(await callWith(env), /ECONNREFUSED/)
  })
})
