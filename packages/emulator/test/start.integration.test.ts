/** How fast the command starts, and what it keeps for the next time. */
import { assert, describe, it } from "@effect/vitest"
import { once } from "node:events"
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { fileURLToPath } from "node:url"
import { vi } from "vitest"
import { node, startWith } from "./command.ts"
import { residentMegabytes } from "./memory.ts"

/** Of all threads of a process, as it says itself at its end. */
const tellCpuTime = `process.on("exit", () => {
  const { system, user } = process.cpuUsage()
  require("node:fs").writeFileSync(process.env.CPU_TIME, String((system + user) / 1000))
})`

const makeCache = async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "atlas-bearer-emulator-"))
  const compiled = path.join(folder, "atlas-bearer/compiled")
  return {
    compiled,
    folder,
    start: (env: Readonly<Record<string, string>> = {}) => startWith({ XDG_CACHE_HOME: folder, ...env }),
    files: async () => {
      const entries = await readdir(compiled, { recursive: true, withFileTypes: true })
      return entries.flatMap((entry) => entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [])
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true })
  }
}

describe("the start of atlas-bearer-emulator", () => {
  it("takes under 6.5 times the processor time of a Node that does nothing, with the end, and under 80 MB", async () => {
    await using cache = await makeCache()
    const teller = path.join(cache.folder, "tellCpuTime.cjs")
    await writeFile(teller, tellCpuTime)
    const env = { NODE_OPTIONS: `--require ${teller}`, CPU_TIME: path.join(cache.folder, "milliseconds") }
    const told = async () => Number(await readFile(env.CPU_TIME, "utf8"))
    const nothing = async () => {
      await node(["-e", "0"], env)
      return told()
    }
    const started = async () => {
      await using emulator = await cache.start(env)
      assert.isBelow(residentMegabytes(emulator.child), 80)
      emulator.child.kill("SIGTERM")
      await once(emulator.child, "exit")
      return told()
    }
    // What a busy machine adds, it adds to both, if they take turns often enough.
    const ratio = async () => {
      const sum = { nothing: 0, started: 0 }
      for (let turn = 0; turn < 4; turn++) {
        sum.nothing += await nothing()
        sum.started += await started()
      }
      return sum.started / sum.nothing
    }
    let least = Infinity
    for (let round = 0; round < 4 && least >= 6.5; round++) least = Math.min(least, await ratio())
    assert.isAbove(least, 1)
    assert.isBelow(least, 6.5)
  })

  it("keeps what Node compiled for its owner alone, also when it is killed", async () => {
    await using cache = await makeCache()
    await using emulator = await cache.start()
    await vi.waitFor(async () => assert.isNotEmpty(await cache.files()), { timeout: 5000 })
    await emulator.kill()
    for (const file of [cache.compiled, ...await cache.files()]) assert.strictEqual((await stat(file)).mode & 0o022, 0)
  })

  it("neither reads nor writes a folder that others may write", async () => {
    await using cache = await makeCache()
    await mkdir(cache.compiled, { recursive: true })
    await chmod(cache.compiled, 0o777)
    await using _emulator = await cache.start()
    assert.isEmpty(await cache.files())
  })

  it("has graphql-js in files that only GraphQL loads", async () => {
    const bundle = fileURLToPath(new URL("../dist/bundle", import.meta.url))
    const files = await readdir(bundle)
    const has = await Promise.all(
      files.map(async (file) => (await readFile(path.join(bundle, file), "utf8")).includes("GraphQLScalarType"))
    )
    const names = files.filter((_, index) => has[index]).map((file) => file.replace(/-.*/, ""))
    assert.sameMembers(names, ["GraphqlSchema", "graphql"])
  })
})
