/** A redis-server for the tests of a file, empty for each, and a client to look into it. */
import * as RedisServer from "@atlas-bearer/servers/RedisServer"
import { createClient } from "redis"
import { afterAll, beforeAll, beforeEach } from "vitest"

/** What it gives is there when tests run. `options` are those of redis-server. */
export const withRedis = (...options: ReadonlyArray<string>) => {
  let server: RedisServer.RedisServer
  let redis: ReturnType<typeof createClient>
  beforeAll(async () => {
    server = await RedisServer.start(...options)
    redis = createClient({ url: server.url })
    await redis.on("error", console.error).connect()
  })
  beforeEach(async () => void await redis.flushAll())
  afterAll(async () => {
    redis.destroy()
    await server[Symbol.asyncDispose]()
  })
  return { server: () => server, redis: () => redis }
}
