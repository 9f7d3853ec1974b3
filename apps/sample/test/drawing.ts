/** How fast the page is: small, soon there, and steady while 60 calls are drawn. */
import { assert, it } from "@effect/vitest"
import * as Visit from "./Visit.ts"

/** The browser's own account of the page's main thread, in seconds of processor time: other processes do not count. */
interface Metrics {
  readonly TaskDuration: number
}

const frames = 30

export const drawing = (scene: () => Visit.Scene): void => {
  it("is less than 60 KiB, compressed", () => {
    const sizes = [...scene().built.values()].map(({ gzip }) => gzip.length)
    assert.isBelow(sizes.reduce((sum, size) => sum + size, 0), 60 * 1024)
  })

  it("paints within a second", async () => {
    await using visit = await Visit.make(scene())
    const { open, page } = visit
    const paints: Array<number> = []
    // The best of three: a busy machine is not the page's fault.
    for (let load = 0; load < 3; load++) {
      await open()
      paints.push(
        await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity)
      )
    }
    assert.isBelow(Math.min(...paints), 1000)
  })

  it("draws 60 calls without dropping below 30 frames a second", async () => {
    await using visit = await Visit.make(scene(), {
      atlasRateLimit: "20:20/1s",
      reducedMotion: "no-preference"
    })
    const { button, page } = visit
    const session = await page.context().newCDPSession(page)
    await session.send("Performance.enable", { timeDomain: "threadTicks" })
    const busy = async () => {
      const { metrics } = await session.send("Performance.getMetrics")
      const found: Partial<Metrics> = Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
      return found.TaskDuration ?? Number.NaN
    }
    const before = await busy()
    await button("Fire 60 calls at once").click()
    const times = await page.evaluate(() =>
      new Promise<ReadonlyArray<number>>((resolve) => {
        const times: Array<number> = []
        const next = (time: number) => {
          times.push(time)
          const isDone = [...document.querySelectorAll("progress")].every(({ value }) => value === 60)
          if (isDone) resolve(times)
          else requestAnimationFrame(next)
        }
        requestAnimationFrame(next)
      })
    )
    const spent = (await busy() - before) * 1000 / times.length
    // The best second: in the others the machine may have had something else to do.
    const best = Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length))
    console.log(`60 calls: ${best} frames in a second, ${spent.toFixed(1)} ms of work for each`)
    assert.isAtLeast(best, frames, "frames in a second")
    assert.isBelow(spent, 1000 / frames, "milliseconds of work for each frame")
  })
}
