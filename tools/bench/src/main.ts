/** `npm run bench -- [--short] [--only <part of a server's or client's name>]...`: runs a bench and prints its report. */
import { rateLimit } from "./rate-limit/rateLimit.ts"

const benches: Readonly<Record<string, (args: ReadonlyArray<string>) => Promise<void>>> = { "rate-limit": rateLimit }

const [name = "", ...args] = process.argv.slice(2)
const bench = benches[name]
if (bench === undefined) throw new Error(`There is no bench "${name}". There is: ${Object.keys(benches).join(", ")}`)
await bench(args)
// Some clients still wait for the instant they were told, an hour ahead, and cannot be stopped.
process.exit()
