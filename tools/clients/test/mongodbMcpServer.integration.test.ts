/** mongodb-mcp-server, unmodified, with its own command and over TLS, without which it does not start. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import * as NpmProject from "@atlas-bearer/servers/NpmProject"
import { assert, describe, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { beforeAll } from "vitest"

const { clientId, clientSecret } = DefaultSeed.serviceAccount

interface Answer {
  readonly id: number
  readonly result: { readonly content?: ReadonlyArray<{ readonly text: string }>; readonly isError?: boolean }
}

/** Speaks the Model Context Protocol on its standard input and output. */
const start = (path: string, env: NodeJS.ProcessEnv) => {
  const flags = ["--transport", "stdio", "--telemetry", "disabled", "--loggers", "disk"]
  const child = spawn(process.execPath, [path, ...flags], {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, ...env }
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  createInterface(child.stdout).on("line", (line) => {
    const answer: Answer = JSON.parse(line)
    waiting.get(answer.id)?.(answer)
  })
  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`)
  const call = (id: number, method: string, params: object) =>
    new Promise<Answer>((resolve) => {
      waiting.set(id, resolve)
      send({ id, method, params })
    })
  const stop = async () => {
    const stopped = once(child, "exit")
    child.kill()
    await stopped
  }
  return { send, call, [Symbol.asyncDispose]: stop }
}

/** It is no dependency of ours: its 350 packages would be everybody's, and some have to be found where ours have others. */
const source = fileURLToPath(new URL("../mongodb-mcp-server", import.meta.url))

let command: string
beforeAll(async () => {
  command = join(await NpmProject.install(source), "node_modules/mongodb-mcp-server/dist/index.js")
}, 120_000)

describe("mongodb-mcp-server", () => {
  it("lists the organisations and projects of a service account", async () => {
    await using emulator = await Emulator.start({ tls: true })
    const directory = mkdtempSync(join(tmpdir(), "atlas-bearer-clients-"))
    try {
      const certificate = join(directory, "emulator.pem")
      writeFileSync(certificate, emulator.certificate ?? "")
      await using server = start(command, {
        SSL_CERT_FILE: certificate,
        MDB_MCP_LOG_PATH: directory,
        MDB_MCP_API_BASE_URL: emulator.url,
        MDB_MCP_API_CLIENT_ID: clientId,
        MDB_MCP_API_CLIENT_SECRET: clientSecret
      })
      const clientInfo = { name: "atlas-bearer", version: "0" }
      await server.call(1, "initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo })
      server.send({ method: "notifications/initialized" })
      for (
        const [id, name, expected] of [
          [2, "atlas-list-orgs", DefaultSeed.organization.id],
          [3, "atlas-list-projects", DefaultSeed.app.groupId]
        ] as const
      ) {
        const { result } = await server.call(id, "tools/call", { name, arguments: {} })
        const text = result.content?.map(({ text }) => text).join() ?? ""
        assert.isNotTrue(result.isError, text)
        assert.include(text, expected)
      }
      const tokens = (await emulator.journal.entries()).filter(({ url }) => url.includes("/api/oauth/token"))
      assert.lengthOf(tokens, 1)
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})
