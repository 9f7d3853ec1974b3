/** Whatever a call waits for, it ends when the caller does not want it any more. */
import { attachBearer } from "@atlas-bearer/axios"
import type { TokenSource } from "@atlas-bearer/core/TokenSource"
import { assert, describe, it } from "@effect/vitest"
import axios from "axios"
import { setTimeout } from "node:timers/promises"
import { ok, scriptedServer, wait } from "./scriptedServer.ts"
import { fixed, rejection } from "./sources.ts"

/** What ends a call: a config, and the end. */
const endings = {
  signal: () => {
    const abort = new AbortController()
    return { config: { signal: abort.signal }, end: () => abort.abort() }
  },
  cancelToken: () => {
    const { cancel, token } = axios.CancelToken.source()
    return { config: { cancelToken: token }, end: () => cancel("enough") }
  }
}

/** Before a timer of 10 ms, however busy the machine is. */
const atOnce = (call: Promise<unknown>) => Promise.race([call, setTimeout(10, "late")])

const { getAdapter } = axios

const cases = (["signal", "cancelToken"] as const).flatMap((kind) =>
  ["/wait", "/slow", "/unavailable"].flatMap((path) => [
    { kind, path, options: {}, how: "" },
    { kind, path, options: { getAdapter }, how: ", straight from the adapter" }
  ])
)

describe("a call", () => {
  it.each(cases)("ends at once with its $kind at $path$how, and is not sent again", async ({ kind, options, path }) => {
    await using server = await scriptedServer(() =>
      path === "/wait" ? wait(429, 30) : path === "/slow" ? { ...ok, delay: 300 } : wait(503, 30)
    )
    const instance = axios.create({ baseURL: server.url })
    attachBearer(instance, fixed("t1", server.url), { ...options, retries: 1000 })
    const { config, end } = endings[kind]()
    const call = rejection(instance.get(path, config))
    while (server.asked.length === 0) await setTimeout(5)
    await setTimeout(20)
    end()
    assert.isTrue(axios.isCancel(await atOnce(call)))
    const { length } = server.asked
    await setTimeout(50)
    assert.strictEqual(server.asked.length, length)
  })

  it.each(["signal", "cancelToken"] as const)(
    "leaves a renewal with its %s, which goes on for the others",
    async (kind) => {
      const renewal = Promise.withResolvers<string>()
      const asked = Promise.withResolvers<void>()
      let isRefused = false
      const source: TokenSource = {
        getAccessToken: async () => {
          if (!isRefused) return "t1"
          asked.resolve()
          return renewal.promise
        },
        invalidate: () => void (isRefused = true)
      }
      await using server = await scriptedServer(({ authorization }) =>
        authorization === "Bearer t2" ? ok : { status: 401 }
      )
      const instance = axios.create({ baseURL: server.url })
      attachBearer(instance, source, { origins: [server.url] })
      const { config, end } = endings[kind]()
      const leaving = rejection(instance.get("/", config))
      const staying = instance.get("/")
      await asked.promise
      const started = performance.now()
      end()
      assert.isTrue(axios.isCancel(await leaving))
      assert.isBelow(performance.now() - started, 50)
      renewal.resolve("t2")
      assert.strictEqual((await staying).status, 200)
      assert.strictEqual(server.asked.length, 3)
    }
  )

  it("that is over before it begins sends nothing", async () => {
    await using server = await scriptedServer(() => ok)
    const instance = axios.create({ baseURL: server.url })
    attachBearer(instance, fixed("t1", server.url))
    assert.isTrue(axios.isCancel(await rejection(instance.get("/", { signal: AbortSignal.abort() }))))
    assert.isEmpty(server.asked)
  })

  it("leaves no timer and no listener behind", async () => {
    await using server = await scriptedServer(() => ok)
    const abort = new AbortController()
    let listeners = 0
    const { signal } = abort
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => (listeners++, add(...args))
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (listeners--, remove(...args))
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length
    const before = timers()
    const instance = axios.create({ baseURL: server.url })
    attachBearer(instance, fixed("t1", server.url))
    await instance.get("/", { signal })
    assert.strictEqual(listeners, 0)
    assert.isAtMost(timers(), before + 1)
  })
})
