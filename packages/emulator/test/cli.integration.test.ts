/** The real binary, as `npx atlas-bearer-emulator` runs it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { once } from "node:events"
import { failure, node, start } from "./command.ts"
import { temporaryFile } from "./temporaryFile.ts"

const logIn = (url: string) =>
  fetch(`${url}/api/client/v2.0/app/myapp-abcde/auth/providers/anon-user/login`, { method: "POST" })

describe("atlas-bearer-emulator", () => {
  it("serves when it says so, and ends with 0 within a second of SIGTERM, open connections or not", async () => {
    await using emulator = await start()
    assert.strictEqual((await logIn(emulator.url)).status, 200)
    const stopped = performance.now()
    emulator.child.kill("SIGTERM")
    const [code] = await once(emulator.child, "exit")
    assert.strictEqual(code, 0)
    assert.isBelow(performance.now() - stopped, 1000)
  })

  it.effect("keeps its state in a file, also when it is killed", () =>
    Effect.gen(function*() {
      const path = yield* temporaryFile
      const renewed = yield* Effect.promise(async () => {
        await using killed = await start("--store", path)
        const session = await (await logIn(killed.url)).json()
        killed.child.kill("SIGKILL")
        await using again = await start("--store", path)
        return await fetch(`${again.url}/api/client/v2.0/auth/session`, {
          method: "POST",
          headers: { authorization: `Bearer ${session.refresh_token}` }
        })
      })
      assert.strictEqual(renewed.status, 201)
    }))

  it.effect("listens with TLS, and writes the certificate before it says so", () =>
    Effect.gen(function*() {
      const path = `${yield* temporaryFile}.pem`
      yield* Effect.promise(async () => {
        await using started = await start("--tls", "--certificate", path, "--profile", "stitch-2020")
        const login = `${started.url}/api/client/v2.0/app/myapp-abcde/auth/providers/anon-user/login`
        const script = `fetch(${JSON.stringify(login)}, { method: "POST" }).then((r) => r.text()).then(console.log)`
        const { stdout } = await node(["-e", script], { NODE_EXTRA_CA_CERTS: path })
        assert.hasAllKeys(JSON.parse(stdout), ["access_token", "refresh_token"])
      })
    }))

  it("says that its port is taken", async () => {
    await using emulator = await start()
    const { port } = new URL(emulator.url)
    const { code, stderr } = await failure("--port", port)
    assert.strictEqual(code, 1)
    assert.include(stderr, `Cannot listen on 127.0.0.1:${port}: somebody else listens there.`)
    assert.include(stderr, "(EADDRINUSE)")
  })
})
