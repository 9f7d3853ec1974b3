/** What a test does with `@atlas-bearer/emulator`. */
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"

const main = async () => {
  const emulator = await Emulator.start()
  await emulator.clock.advance("31 minutes")
  const path = `/api/client/v2.0/app/${DefaultSeed.app.clientAppId}/auth/providers/anon-user/login`
  const reply = await fetch(`${emulator.url}${path}`, { method: "POST" })
  if (!reply.ok) throw new Error(`the emulator answered ${reply.status}`)
  await emulator[Symbol.asyncDispose]()
  console.log("works")
}
void main()
