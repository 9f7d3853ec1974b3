/** A process with a proxy in its environment: `proxyProcess.ts <url>` prints the status of a call, or the failure's message. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as ServiceAccount from "@atlas-bearer/node/ServiceAccount"

const [, , baseUrl = ""] = process.argv
await using account = ServiceAccount.make({ ...DefaultSeed.serviceAccount, baseUrl, retries: 0 })
console.log(
  await account.fetch("/api/atlas/v2/groups").then(
    ({ status }) => status,
    (error: unknown) => error instanceof Error ? error.message : error
  )
)
