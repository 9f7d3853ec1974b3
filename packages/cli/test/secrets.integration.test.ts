/** Where a secret could show: the list of processes, what a crash prints, and what Node keeps of the command. */
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { once } from "node:events"
import { chmod, mkdir, readdir, readFile, stat } from "node:fs/promises"
import * as path from "node:path"
import { promisify } from "node:util"
import { apiServer } from "./apiServer.ts"
import { makeHome } from "./command.ts"

const clientSecret = "mdb_sa_sk_not-to-be-seen"
const environment = { ATLAS_BEARER_CLIENT_ID: "mdb_sa_id_0", ATLAS_BEARER_CLIENT_SECRET: clientSecret }

const filesBelow = async (folder: string) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.flatMap((entry) => entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [])
}

// A small Linux has no `ps`, which reads this file.
const shownByPs = async (pid: number | undefined) =>
  process.platform === "linux"
    ? readFile(`/proc/${pid}/cmdline`, "utf8")
    : (await promisify(execFile)("ps", ["-o", "args=", "-p", String(pid)])).stdout

describe("a secret", () => {
  it("does not show in ps while the command waits", async () => {
    await using server = await apiServer(() => ({ status: 429, headers: { "retry-after": "50" } }))
    await using home = await makeHome({ ATLAS_BEARER_BASE_URL: server.url, ATLAS_BEARER_CLIENT_ID: "mdb_sa_id_0" })
    const waiting = home.start(["fetch", "--service-account", "--secret-stdin", "/"])
    waiting.stdin.end(clientSecret)
    await once(waiting.stderr, "data")
    assert.deepStrictEqual(server.secrets, [clientSecret])
    const shown = await shownByPs(waiting.pid)
    assert.include(shown, "--secret-stdin")
    assert.notMatch(shown, /not-to-be-seen|token-1/)
    waiting.kill("SIGTERM")
    await once(waiting, "close")
  })

  it("does not show when the command crashes", async () => {
    await using server = await apiServer(() => ({ status: 200 }))
    await using home = await makeHome({ ATLAS_BEARER_BASE_URL: server.url, ...environment })
    const crash = "console.log = (text) => { throw new Error(`crashed ${String(text).length}`) }"
    const { code, stderr, stdout } = await home.run(["token", "--service-account"], {
      env: { NODE_OPTIONS: `--trace-uncaught --import data:text/javascript,${encodeURIComponent(crash)}` }
    })
    assert.strictEqual(code, 1)
    assert.strictEqual(stdout, "")
    assert.strictEqual(server.secrets.length, 1)
    assert.include(stderr, "crashed 7")
    assert.notMatch(stderr, /not-to-be-seen|token-1/)
  })
})

describe("what Node compiled of the command", () => {
  it("is kept for its owner alone, without secrets, and not taken from a folder that others may write", async () => {
    await using server = await apiServer(() => ({ status: 200 }))
    await using home = await makeHome({ ATLAS_BEARER_BASE_URL: server.url, ...environment })
    const folder = path.join(home.path, ".cache/atlas-bearer/compiled")
    await mkdir(folder, { recursive: true })
    await chmod(folder, 0o777)
    await home.stdoutOf(["token", "--service-account"])
    assert.isEmpty(await filesBelow(folder))
    await chmod(folder, 0o700)
    await home.stdoutOf(["token", "--service-account"])
    const files = await filesBelow(folder)
    assert.isNotEmpty(files)
    for (const file of files) {
      assert.notMatch(await readFile(file, "latin1"), /not-to-be-seen|token-1/)
      assert.strictEqual((await stat(file)).mode & 0o022, 0)
    }
  })
})
