/** Processes that share their throttle through Redis. */
import { assert, describe, it } from "vitest"
import * as limitedServer from "./limitedServer.ts"
import * as processes from "./processes.ts"
import { withRedis } from "./withRedis.ts"

const { server } = withRedis()

const isReady = ({ event }: processes.Line) => event === "ready"
const isResultOf = (wanted: string) => ({ path }: processes.Line) => path === wanted
const isClosed = (path: string) => ({ event, key = "" }: processes.Line) => event === "keyClosed" && key.includes(path)

describe("processes that share a throttle", { timeout: 60_000 }, () => {
  it("know of each other's refusals within 50 ms, and send nothing until the wait is over", async () => {
    await using limited = await limitedServer.start({ requests: 0, window: 1 })
    await using one = processes.caller(server().url, limited.url)
    await using other = processes.caller(server().url, limited.url)
    for (const process of [one, other]) await process.line(isReady)
    const elapsed: Array<number> = []
    // What else the machine does may delay the news for a while, and the news that it is measured by.
    for (let round = 0; round < 5 || (round < 25 && Math.min(...elapsed) >= 50); round++) {
      const path = `/round-${round}-`
      // It is about to be answered when the key is closed.
      other.call(`${path}?hold`)
      one.call(path)
      const closed = await one.line(isClosed(path))
      const heard = await other.line(isClosed(path))
      elapsed.push((heard.at ?? Infinity) - (closed.at ?? 0))
      limited.release()
      await other.line(isResultOf(`${path}?hold`))
      other.call(path)
      assert.strictEqual((await other.line(isResultOf(path))).result, "RateLimited")
      assert.deepInclude(limited.count(path), { all: 1, refused: 1 })
    }
    assert.isBelow(Math.min(...elapsed), 50)
  })

  it("keep a limit that they know together, from the first request on", async () => {
    await using limited = await limitedServer.start({ requests: 5, window: 1_000 })
    const limits = JSON.stringify({ "GET /a": { requests: 5, window: "1 second" } })
    await using stack = new AsyncDisposableStack()
    const fleet = [1, 2, 3].map(() => stack.use(processes.caller(server().url, limited.url, limits)))
    for (const process of fleet) await process.line(isReady)
    for (const process of fleet) for (let i = 0; i < 4; i++) process.call("/a")
    for (const process of fleet) {
      for (let i = 0; i < 4; i++) assert.strictEqual((await process.line(isResultOf("/a"))).result, 200)
    }
    assert.deepInclude(limited.count("/a"), { all: 12, refused: 0 })
  })
})
