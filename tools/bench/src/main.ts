/** `npm run bench [name] -- [options of the bench]`: runs the bench of that name, or all, and prints their reports. */
import { axios } from "./axios/axios.ts"
import { client } from "./client/client.ts"
import { emulator } from "./emulator/emulator.ts"
import { express } from "./express/express.ts"
import { gate } from "./gate/gate.ts"
import { rateLimit } from "./rate-limit/rateLimit.ts"

const benches: Readonly<Record<string, (args: ReadonlyArray<string>) => Promise<void>>> = {
  "rate-limit": rateLimit,
  gate,
  client,
  axios,
  express,
  emulator
}

const [first = "", ...rest] = process.argv.slice(2)
const named = benches[first]
if (named !== undefined) await named(rest)
else if (first === "" || first.startsWith("--")) {
  for (const bench of Object.values(benches)) await bench(process.argv.slice(2))
} else throw new Error(`There is no bench "${first}". There are: ${Object.keys(benches).join(", ")}`)
// Some clients still wait for the instant they were told, an hour ahead, and cannot be stopped.
process.exit()
