/**
 * A process that shares a service account's token: `accountProcess.ts <Redis> <server> [<ttl>]` prints the token. A short
 * lease, of so many milliseconds, is for a test that waits for the end of one that nobody gives back. The store is not
 * disposed of: an open connection keeps no process alive.
 */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as ServiceAccount from "@atlas-bearer/node/ServiceAccount"
import * as RedisTokenStore from "@atlas-bearer/redis/RedisTokenStore"

const [, , url = "", baseUrl = "", shorter] = process.argv
const store = RedisTokenStore.make({ url })
await using account = ServiceAccount.make({
  ...DefaultSeed.serviceAccount,
  baseUrl,
  store: { ...store, withLease: (key, ttl, run, signal) => store.withLease(key, Number(shorter ?? ttl), run, signal) }
})
console.log(await account.getAccessToken())
