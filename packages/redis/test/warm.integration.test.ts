/** Calls whose token is here, and whose limit nobody was told, have nothing to do with Redis. */
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { ServiceAccount } from "@atlas-bearer/node"
import { RedisThrottle, RedisTokenStore } from "@atlas-bearer/redis"
import { assert, describe, it } from "vitest"
import { withRedis } from "./withRedis.ts"

const { redis, server } = withRedis()

/** How many commands Redis got so far, but for those that ask it this. */
const commands = async () =>
  [...(await redis().info("commandstats")).matchAll(/cmdstat_([\w|]+):calls=(\d+)/g)]
    .filter(([, name]) => name !== "info")
    .reduce((sum, [, , calls]) => sum + Number(calls), 0)

describe("a warm call", () => {
  it.each([["a store", false], ["a store and a throttle", true]])("with %s touches no Redis", async (_, isLimited) => {
    await using emulator = await Emulator.start({ atlasRateLimit: "off" })
    const url = server().url
    await using store = RedisTokenStore.make({ url })
    await using throttle = RedisThrottle.make({ url })
    const sharing = isLimited ? { store, throttle } : { store }
    await using account = ServiceAccount.make({ ...DefaultSeed.serviceAccount, baseUrl: emulator.url, ...sharing })
    const call = async () => void await (await account.fetch("/api/atlas/v2/groups")).text()
    await call()
    // It begins to listen when it is first used.
    for (let channels = isLimited ? 0 : 1; channels === 0;) channels = (await redis().pubSubChannels()).length
    await call()
    const began = performance.now()
    const before = await commands()
    for (let time = 0; time < 5_000; time++) await account.getAccessToken()
    for (let time = 0; time < 50; time++) await call()
    const seconds = (performance.now() - began) / 1000
    // Whoever follows a throttle asks every 4 to 6 seconds whether it missed something: a script of two commands.
    const followed = isLimited ? 3 * Math.ceil(seconds / 4) : 0
    assert.isAtMost(await commands() - before, followed)
  })
})
