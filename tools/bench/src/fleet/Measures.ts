/** What Redis costs: a round trip of the store, a refusal until the others know it, and a call whose token is here. */
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { ServiceAccount } from "@atlas-bearer/node"
import { RedisThrottle, RedisTokenStore } from "@atlas-bearer/redis"
import { createClient } from "redis"

const quantile = (times: ReadonlyArray<number>, part: number) =>
  times.toSorted((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * part))] ?? NaN

/** Median and 99th percentile. */
const inMillis = (times: ReadonlyArray<number>) => [0.5, 0.99].map((part) => `${quantile(times, part).toFixed(2)} ms`)

const timed = async (work: () => Promise<unknown>) => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

export const roundTrip = async (url: string) => {
  await using store = RedisTokenStore.make({ url, prefix: "bench:" })
  await store.set("key", { generation: 1, accessToken: "x".repeat(1000) }, 0)
  const times: Array<number> = []
  for (let turn = 0; turn < 6_000; turn++) times.push(await timed(() => store.get("key")))
  // The first ones are the compiler's.
  return inMillis(times.slice(1_000))
}

export const propagation = async (url: string) => {
  await using one = RedisThrottle.make({ url, prefix: "bench:" })
  await using other = RedisThrottle.make({ url, prefix: "bench:" })
  let heard = Promise.withResolvers<void>()
  const unfollow = other.follow({ onChange: () => heard.resolve(), onFailure: () => undefined })
  await other.ready()
  const times: Array<number> = []
  for (let turn = 0; turn < 200; turn++) {
    heard = Promise.withResolvers()
    times.push(await timed(() => Promise.all([one.tell(`key ${turn}`, { wait: 1_000 }), heard.promise])))
  }
  unfollow()
  // Until the channel is heard, it polls.
  return inMillis(times.slice(20))
}

/** The commands that Redis got during calls whose token is here. What a follower asks every five seconds is one of them. */
export const warm = async (url: string) => {
  await using emulator = await Emulator.start({ atlasRateLimit: "off" })
  await using store = RedisTokenStore.make({ url, prefix: "bench:" })
  await using throttle = RedisThrottle.make({ url, prefix: "bench:" })
  await using account = ServiceAccount.make({ ...DefaultSeed.serviceAccount, baseUrl: emulator.url, store, throttle })
  const redis = createClient({ url })
  await redis.connect()
  const scripts = async () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await redis.info("commandstats"))?.[1] ?? 0)
  await (await account.fetch("/api/atlas/v2/groups")).text()
  const began = performance.now()
  const before = await scripts()
  for (let call = 0; call < 100_000; call++) await account.getAccessToken()
  for (let call = 0; call < 500; call++) await (await account.fetch("/api/atlas/v2/groups")).text()
  const commands = await scripts() - before
  redis.destroy()
  return `Redis ran ${commands} scripts during 100,000 getAccessToken and 500 fetch with a token that was here, in ${
    ((performance.now() - began) / 1000).toFixed(1)
  } s`
}
