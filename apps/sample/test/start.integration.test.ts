import { freePort } from "@atlas-bearer/servers/freePort"
import { assert, describe, it } from "@effect/vitest"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { createInterface } from "node:readline"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../", import.meta.url))

/** As from a terminal: a process group of its own, to which Ctrl-C goes. None of it outlives a test that fails. */
const start = (...args: ReadonlyArray<string>) => {
  const child = spawn("npm", ["start", "--silent", "--", ...args], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"]
  })
  const { pid } = child
  if (pid === undefined) throw new Error("npm does not start")
  const toGroup = (signal: NodeJS.Signals) => process.kill(-pid, signal)
  return {
    child,
    toGroup,
    [Symbol.dispose]: () => {
      try {
        toGroup("SIGKILL")
      } catch {
        // It has ended.
      }
    }
  }
}

const ended = async (child: ChildProcess) => {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
  return child.exitCode
}

/** The address stands on a line of its own. */
const addressOf = async (child: ChildProcess) => {
  if (child.stdout === null) throw new Error("There is no output")
  for await (const line of createInterface(child.stdout)) if (/^http:\S+$/.test(line)) return line
  throw new Error("No line has an address alone")
}

describe("npm start", () => {
  it.concurrent("serves the page at the address that it prints, until Ctrl-C", async () => {
    using started = start()
    const { child, toGroup } = started
    const url = await addressOf(child)
    const page = await fetch(url)
    assert.strictEqual(page.status, 200)
    assert.include(await page.text(), "<title>Movies")
    // A page that listens does not hold the server up.
    const events = await fetch(`${url}/lab/events`)
    // Each npm between passes it on as well, sooner or later.
    toGroup("SIGINT")
    toGroup("SIGINT")
    assert.strictEqual(await ended(child), 0)
    assert.match(await events.text(), /^data: \{/)
    assert.isUndefined(await fetch(url).catch(() => undefined), "nobody listens any more")
  })

  it.concurrent("takes the port that it is given, and ends when a supervisor asks npm to", async () => {
    const port = await freePort()
    using started = start("--port", String(port))
    const { child } = started
    assert.strictEqual(await addressOf(child), `http://127.0.0.1:${port}`)
    child.kill("SIGTERM")
    assert.strictEqual(await ended(child), 0)
  })

  it.concurrent("says what to do when somebody else has the port", async () => {
    await using server = createServer().listen(0, "127.0.0.1")
    await once(server, "listening")
    const { port } = server.address() as AddressInfo
    using started = start("--port", String(port))
    const { child } = started
    assert.match(await text(child.stderr), new RegExp(`listens on port ${port}\\. Take another`))
    assert.strictEqual(await ended(child), 1)
  })
})
