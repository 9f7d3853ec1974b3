/**
 * A process that sends requests under a throttle that it shares: `throttleProcess.ts <Redis> <server> [<limits>]`. It
 * prints `ready`, then for each line of its standard input, a path, what became of a request for it; and each event of its
 * client as it comes. It waits for nothing longer than 10 s.
 */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as ServiceAccount from "@atlas-bearer/node/ServiceAccount"
import * as RedisThrottle from "@atlas-bearer/redis/RedisThrottle"
import { createInterface } from "node:readline"

const [, , url = "", baseUrl = "", limits = "{}"] = process.argv
await using throttle = RedisThrottle.make({ url, limits: JSON.parse(limits) })
await using account = ServiceAccount.make({ ...DefaultSeed.serviceAccount, baseUrl, throttle })

/** By the clock that all processes of this machine have. */
const say = (line: object) => console.log(JSON.stringify({ ...line, at: performance.timeOrigin + performance.now() }))

void (async () => {
  for await (const event of account.events) {
    say({ event: event._tag, key: event.key })
  }
})()
await account.getAccessToken()
say({ event: "ready" })
for await (const path of createInterface(process.stdin)) {
  const called = account.fetch(path, { maxRetryAfter: "10 seconds" })
  const result = called.then((response) => response.status, (error: unknown) => Reflect.get(Object(error), "_tag"))
  void result.then((result) => say({ path, result }))
}
