import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials, LocalVerifier, TokenVerifier } from "@atlas-bearer/node"
import { assert, it } from "@effect/vitest"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { onTestFinished } from "vitest"

/** The emulator's signing secret is random, and stands in its store alone. */
const signingSecret = (store: string): string => {
  const database = new DatabaseSync(store, { readOnly: true })
  const row = database.prepare("SELECT signingSecret FROM domains WHERE kind = 'app'").get()
  database.close()
  return String(row?.["signingSecret"])
}

it("gives the claims that verify_token gives", async () => {
  const directory = await mkdtemp(join(tmpdir(), "local-verifier-"))
  onTestFinished(() => rm(directory, { recursive: true }))
  const store = join(directory, "store.sqlite")
  await using emulator = await Emulator.start({ store })
  await using app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
  await using remote = TokenVerifier.make({
    ...DefaultSeed.administrator,
    groupId: DefaultSeed.app.groupId,
    appId: DefaultSeed.app.id,
    baseUrl: emulator.url
  })
  const local = LocalVerifier.make({ secret: signingSecret(store) })
  const user = await app.logIn(Credentials.anonymous())
  const token = await user.getAccessToken()
  assert.deepStrictEqual(await local.verify(token), await remote.verify(token))
})
