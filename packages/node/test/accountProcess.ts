/**
 * A process that shares a service account's token: `accountProcess.ts <path> <url> [<ttl>]` prints the token. A
 * short lease, of so many milliseconds, is for a test that waits for the end of one that nobody gives back.
 */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as FileTokenStore from "@atlas-bearer/node/FileTokenStore"
import * as ServiceAccount from "@atlas-bearer/node/ServiceAccount"

const [, , path = "", baseUrl = "", shorter] = process.argv
const store = FileTokenStore.make({ path })
await using account = ServiceAccount.make({
  ...DefaultSeed.serviceAccount,
  baseUrl,
  store: { ...store, withLease: (key, ttl, run, signal) => store.withLease(key, Number(shorter ?? ttl), run, signal) }
})
console.log(await account.getAccessToken())
