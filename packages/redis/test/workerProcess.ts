/**
 * A process that calls an API all the time: `workerProcess.ts <Redis> <emulator>`. It prints a line of JSON for each event of
 * its account and, when its standard input ends, how its calls went. Its time is the emulator's.
 */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as EmulatorClock from "@atlas-bearer/emulator/EmulatorClock"
import * as ServiceAccount from "@atlas-bearer/node/ServiceAccount"
import * as RedisThrottle from "@atlas-bearer/redis/RedisThrottle"
import * as RedisTokenStore from "@atlas-bearer/redis/RedisTokenStore"
import { setTimeout as sleep } from "node:timers/promises"

const [, , url = "", baseUrl = ""] = process.argv
await using clock = await EmulatorClock.follow(baseUrl)
await using store = RedisTokenStore.make({ url })
await using throttle = RedisThrottle.make({ url })
await using account = ServiceAccount.make({
  ...DefaultSeed.serviceAccount,
  baseUrl,
  clock,
  store,
  throttle
})

const say = (line: unknown) => console.log(JSON.stringify(line))
void (async () => {
  for await (const event of account.events) {
    if (event._tag === "storeFailed") say({ event: event._tag, cause: String(event.error.cause) })
    if (event._tag === "sharingFailed") say({ event: event._tag, cause: String(event.error.cause) })
    if (event._tag === "tokenObtained") say({ event: event._tag, shared: event.shared })
  }
})()

const ending = new AbortController()
process.stdin.on("end", () => ending.abort()).resume()
const failures: Array<unknown> = []
let calls = 0
while (!ending.signal.aborted) {
  calls++
  // The clock may be moved while a call is on its way.
  const called = account.fetch("/api/atlas/v2/groups", { deadline: "24 hours" })
  const status = await called.then((response) => response.status, String)
  if (status !== 200) failures.push(status)
  await sleep(20)
}
say({ calls, failures })
