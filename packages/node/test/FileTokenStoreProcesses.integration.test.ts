/** Tokens in files, among many processes. */
import { assert, describe, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { readdir } from "node:fs/promises"
import { createInterface } from "node:readline"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { storeIn, temporary } from "./fileStores.ts"

/** `limit` is a command of the shell that the process begins in. */
const start = (directory: string, role: "obtain" | "write" | "hang" | "fill", limit?: string) => {
  const script = fileURLToPath(new URL("./leaseProcess.ts", import.meta.url))
  const node = [process.execPath, "--conditions=@atlas-bearer/source", script, directory, role]
  const [command = "", ...args] = limit === undefined ? node : ["sh", "-c", `${limit} && exec "$@"`, "sh", ...node]
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    child,
    says: async (): Promise<unknown> => {
      const { done, value } = await lines.next()
      return done === true ? undefined : JSON.parse(value)
    }
  }
}

describe("processes on one path", { timeout: 60_000 }, () => {
  it("ask the server once, all twenty of them", async () => {
    await using directory = await temporary()
    const processes = Array.from({ length: 20 }, () => start(directory.path, "obtain"))
    const said = await Promise.all(processes.map(({ says }) => says()))
    const obtained = said.filter((one) => JSON.stringify(one).includes("\"asked\":1"))
    assert.strictEqual(obtained.length, 1)
    assert.strictEqual(new Set(said.map((one) => JSON.stringify(one).replace(/"asked":[01]/, ""))).size, 1)
  })

  it("count every generation once while they compete", async () => {
    await using directory = await temporary()
    const processes = Array.from({ length: 6 }, () => start(directory.path, "write"))
    for (const { says } of processes) assert.deepStrictEqual(await says(), { won: 10 })
    assert.deepStrictEqual(await storeIn(directory.path).store.get("key"), { generation: 60 })
    assert.strictEqual((await readdir(directory.path)).length, 1)
  })

  it("go on within the time of a lease whose holder was killed, and exactly one is the next", async () => {
    await using directory = await temporary()
    const holder = start(directory.path, "hang")
    assert.strictEqual(await holder.says(), "holding")
    const others = Array.from({ length: 5 }, () => storeIn(directory.path).store)
    const waiting = others.map((store) => store.withLease("key", 2000, () => assert.fail("has the lease")))
    await sleep(100)
    holder.child.kill("SIGKILL")
    const killed = performance.now()
    await once(holder.child, "exit")
    assert.deepStrictEqual(await Promise.all(waiting), [false, false, false, false, false])
    assert.isBelow(performance.now() - killed, 3000)
    const release = Promise.withResolvers<void>()
    const asking = others.map((store) => store.withLease("key", 2000, () => release.promise))
    await sleep(100)
    release.resolve()
    assert.deepStrictEqual((await Promise.all(asking)).filter((isHeld) => isHeld), [true])
  })

  // Stands for a full disk: no file of the process may be larger than 16 blocks.
  it(
    "leave no part of a record where there is no room for all of it",
    async () => {
      await using directory = await temporary()
      assert.strictEqual(await start(directory.path, "fill", "ulimit -f 16").says(), "EFBIG")
      assert.isEmpty(await readdir(directory.path))
    }
  )
})
