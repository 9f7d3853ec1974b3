/** A limit that is known is never exceeded, whatever the requests of a fleet do. */
import { RedisThrottle } from "@atlas-bearer/redis"
import { setTimeout as sleep } from "node:timers/promises"
import { assert, describe, it } from "vitest"
import { withRedis } from "./withRedis.ts"

const { redis, server } = withRedis()

const never = new AbortController().signal

interface Schedule {
  readonly count: number
  readonly window: number
  /** Milliseconds: when a request is asked for, how long it travels, and how long its reply does. */
  readonly requests: ReadonlyArray<{ at: number; there: number; back: number; isLeft: boolean }>
}

/** Whole numbers up to some other, the same ones for the same seed. */
const randomFrom = (seed: number) => {
  let state = seed
  return (most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor(state / 2 ** 31 * (most + 1))
  }
}

const scheduleOf = (seed: number): Schedule => {
  const random = randomFrom(seed)
  const spread = random(400)
  const request = () => ({ at: random(spread), there: random(100), back: random(60), isLeft: random(9) === 0 })
  return {
    count: 1 + random(5),
    window: 60 + random(140),
    requests: Array.from({ length: 1 + random(11) }, request)
  }
}

const isUnavailable = (error: unknown) => Reflect.get(Object(error), "_tag") === "RedisUnavailable"

/** On a busy machine Redis may be slow by itself: what it admitted too late is undone. */
const admitted = async (throttle: RedisThrottle.RedisThrottle, key: string, { count, window }: Schedule) => {
  for (;;) {
    const asked = throttle.admit(key, { count, window }, never)
    const answer = await asked.catch((error: unknown) => isUnavailable(error) ? 100 : Promise.reject(error))
    if (typeof answer !== "number") return answer
    await sleep(answer)
  }
}

/** Plays it, each request by another process, and gives the times at which requests came to the server. */
const play = async (fleet: ReadonlyArray<RedisThrottle.RedisThrottle>, key: string, schedule: Schedule) => {
  const arrivals: Array<number> = []
  await Promise.all(schedule.requests.map(async ({ at, back, isLeft, there }, index) => {
    await sleep(at)
    const throttle = fleet[index % fleet.length]
    assert(throttle !== undefined)
    const admission = await admitted(throttle, key, schedule)
    if (isLeft) return admission.cancel()
    await sleep(there)
    arrivals.push(performance.now())
    await sleep(back)
    admission.settle()
  }))
  return arrivals
}

const assertKept = ({ count, window }: Schedule, arrivals: ReadonlyArray<number>, name: string) => {
  arrivals.forEach((time, index) => {
    const later = arrivals[index + count]
    if (later !== undefined) assert.isAtLeast(later - time, window, `${name}: ${count} in ${window} ms`)
  })
}

describe("a limit that a fleet shares", { timeout: 60_000 }, () => {
  it("is never exceeded, whenever requests are asked for, sent, answered and given up", async () => {
    await using stack = new AsyncDisposableStack()
    const fleet = [1, 2, 3, 4].map(() => stack.use(RedisThrottle.make({ url: server().url })))
    const played = await Promise.all(Array.from({ length: 120 }, async (_, seed) => {
      const schedule = scheduleOf(seed)
      const arrivals = await play(fleet, `seed ${seed}`, schedule)
      const sent = schedule.requests.filter(({ isLeft }) => !isLeft).length
      assert.lengthOf(arrivals, sent)
      assertKept(schedule, arrivals, `seed ${seed}`)
      return sent
    }))
    assert.isAbove(played.reduce((sum, sent) => sum + sent), 400)
  })

  it("counts a request whose process died, and forgets one whose caller left before the answer", async () => {
    await using throttle = RedisThrottle.make({ url: server().url })
    const limit = { count: 1, window: 100 }
    const left = new AbortController()
    const asked = throttle.admit("left", limit, left.signal)
    left.abort()
    await asked.catch(() => undefined)
    while (await redis().dbSize() > 0) await sleep(5)
    // Nobody ends it: there is no reply for a minute.
    await throttle.admit("dead", limit, never)
    await sleep(150)
    assert.strictEqual(await throttle.admit("dead", limit, never), 100)
    const [key = ""] = await redis().keys("*")
    assert.approximately(await redis().pTTL(key), 60_100, 5_000)
  })
})
