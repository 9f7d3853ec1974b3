/** Processes of one host that share a service account or users through files. */
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials, FileTokenStore } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"

const temporary = async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "atlas-bearer-"))
  return { path: path.join(directory, "tokens"), [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) }
}

const start = (directory: string, url: string, ...ttl: ReadonlyArray<string>) => {
  const script = fileURLToPath(new URL("./accountProcess.ts", import.meta.url))
  return spawn(process.execPath, [script, directory, url, ...ttl], { stdio: ["ignore", "pipe", "inherit"] })
}

describe("Processes on one file store", () => {
  it("that start together make one token request, twenty of them", async () => {
    await using directory = await temporary()
    await using emulator = await Emulator.start({ tokenQuota: 1, tokenRateLimit: "1/1h" })
    const processes = Array.from({ length: 20 }, () => start(directory.path, emulator.url))
    const tokens = await Promise.all(processes.map(({ stdout }) => text(stdout)))
    assert.strictEqual(new Set(tokens).size, 1)
    assert.match(tokens[0] ?? "", /^ey/)
  }, 60_000)

  it("go on when one is killed while it obtains the token for all", async () => {
    await using directory = await temporary()
    const asked = Promise.withResolvers<void>()
    let requests = 0
    const server = createServer((_request, response) => {
      asked.resolve()
      if (++requests > 1) response.end(JSON.stringify({ access_token: "t2", expires_in: 3600, token_type: "Bearer" }))
    })
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const dying = start(directory.path, url, "1000")
    await asked.promise
    const other = start(directory.path, url, "1000")
    dying.kill("SIGKILL")
    await once(dying, "exit")
    assert.strictEqual((await text(other.stdout)).trim(), "t2")
    server.closeAllConnections()
    server.close()
  }, 60_000)

  it("have the same users, run after run, and show no token in their files when they are encrypted", async () => {
    await using directory = await temporary()
    await using emulator = await Emulator.start()
    const make = () =>
      App.make({
        appId: DefaultSeed.app.clientAppId,
        baseUrl: emulator.url,
        store: FileTokenStore.make({ path: directory.path, encryptionKey: new Uint8Array(32).fill(7) })
      })
    let token = ""
    {
      await using app = make()
      await app.logIn(Credentials.anonymous())
      const user = await app.logIn(Credentials.emailPassword(DefaultSeed.user))
      token = await user.getAccessToken()
    }
    {
      await using app = make()
      assert.isUndefined(app.currentUser)
      await app.ready
      const [named, anonymous] = app.users
      assert.strictEqual(named?.profile.data["email"], DefaultSeed.user.username)
      assert.strictEqual(await named?.getAccessToken(), token)
      if (anonymous !== undefined) await app.switchUser(anonymous)
      assert.strictEqual(app.currentUser, anonymous)
      await named?.logOut()
      assert.isFalse(named?.isLoggedIn)
    }
    {
      await using app = make()
      await app.ready
      assert.strictEqual(app.users.length, 1)
      assert.strictEqual((await app.currentUser?.fetch("/api/client/v2.0/auth/profile"))?.status, 200)
    }
    for (const file of await readdir(directory.path)) {
      const contents = await readFile(path.join(directory.path, file), "utf8")
      assert.notInclude(contents, token)
      // Base64 has no dot, and three letters of it may be any.
      assert.notMatch(contents, /eyJ[\w-]+\./)
    }
  })
})
