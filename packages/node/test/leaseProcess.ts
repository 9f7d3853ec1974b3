/**
 * A process that shares a token store: `leaseProcess.ts <path> obtain|hang|write|fill`.
 *
 * `obtain` prints the token, and whether it asked the "server" for it; `hang` takes the lease and keeps it until it is
 * killed; `write` counts the generation up by ten, in competition with others; `fill` writes more than there is room for,
 * and prints what the system says.
 */
import * as FileTokenStore from "@atlas-bearer/node/FileTokenStore"
import * as Schema from "effect/Schema"
import { setTimeout as sleep } from "node:timers/promises"

const [, , path = "", role = ""] = process.argv
const store = FileTokenStore.make({ path })
const decode = Schema.decodeUnknownSync(
  Schema.Struct({ generation: Schema.Int, accessToken: Schema.optional(Schema.String) })
)
const say = (line: unknown) => console.log(JSON.stringify(line))
const stored = async () => {
  const found = await store.get("key")
  return found === undefined ? undefined : decode(found)
}

const obtain = async () => {
  let asked = 0
  const renew = async () => {
    if (await stored() !== undefined) return
    asked++
    await sleep(200)
    await store.set("key", { generation: 1, accessToken: `token of ${process.pid}` }, 0)
  }
  while (await stored() === undefined) await store.withLease("key", 2000, renew)
  say({ asked, token: (await stored())?.accessToken })
}

const write = async () => {
  let won = 0
  while (won < 10) {
    const generation = (await stored())?.generation ?? 0
    if (await store.set("key", { generation: generation + 1 }, generation)) won++
  }
  say({ won })
}

const hang = () =>
  store.withLease("key", 2000, async () => {
    say("holding")
    await sleep(60_000)
  }).then(() => undefined)

const fill = () =>
  store.set("key", { generation: 1, accessToken: "a".repeat(100_000) }, 0).then(say, (error) => say(error.code))

await new Map([["fill", fill], ["obtain", obtain], ["write", write], ["hang", hang]]).get(role)?.()
