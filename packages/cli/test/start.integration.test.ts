/** What `token` costs who calls it a thousand times an hour. */
import { start } from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { writeFile } from "node:fs/promises"
import * as path from "node:path"
import { promisify } from "node:util"
import { makeHome, nodeAndBinary } from "./command.ts"

const [node, binary] = nodeAndBinary

/** Of all threads of the process, as it says itself at its end. */
const tellCpuTime = `process.on("exit", () => {
  const { system, user } = process.cpuUsage()
  require("node:fs").writeSync(2, String((system + user) / 1000))
})`

describe("a token of the store", () => {
  it("takes under 6 times the processor time of a Node that does nothing", async () => {
    await using emulator = await start({ port: 0 })
    await using home = await makeHome({ ATLAS_BEARER_BASE_URL: emulator.url })
    await home.stdoutOf(["login", "--app", "myapp-abcde", "--provider", "anon-user"])
    const teller = path.join(home.path, "tellCpuTime.cjs")
    await writeFile(teller, tellCpuTime)
    const milliseconds = async (...args: ReadonlyArray<string>) => {
      const { stderr } = await promisify(execFile)(node, ["--require", teller, ...args], { env: home.environment })
      return Number(stderr)
    }
    // What a busy machine adds, it adds to both, if they take turns often enough.
    const ratio = async () => {
      const sum = { nothing: 0, token: 0 }
      for (let turn = 0; turn < 6; turn++) {
        sum.nothing += await milliseconds("-e", "0")
        sum.token += await milliseconds(binary, "token")
      }
      return sum.token / sum.nothing
    }
    let least = Infinity
    for (let round = 0; round < 4 && least >= 6; round++) least = Math.min(least, await ratio())
    assert.isAbove(least, 1)
    assert.isBelow(least, 6)
  })
})
