/**
 * A process that shares a service account's token: `accountProcess.ts <path> <url>` prints the token. Its lease lasts a
 * second, so that a test need not wait for the end of one that nobody gives back.
 */
import { DefaultSeed } from "@atlas-bearer/emulator"
import { FileTokenStore, ServiceAccount } from "@atlas-bearer/node"

const [, , path = "", baseUrl = ""] = process.argv
const store = FileTokenStore.make({ path })
await using account = ServiceAccount.make({
  ...DefaultSeed.serviceAccount,
  baseUrl,
  store: { ...store, withLease: (key, _ttl, run, signal) => store.withLease(key, 1_000, run, signal) }
})
console.log(await account.getAccessToken())
