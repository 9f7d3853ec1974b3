/** mongodb-stitch-server-sdk 4.9.0, unmodified: what an application of 2020 can do here. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import * as stitch from "mongodb-stitch-server-sdk"
import { failureOf } from "./serviceAccount.ts"

const { user } = DefaultSeed
const { Stitch } = stitch
const functions = { sum: (a: number, b: number) => a + b }

let count = 0
/** The SDK keeps its clients by the app's id for ever, and sessions in a file unless told: each test has its own. */
const start = async () => {
  const emulator = await Emulator.start({ functions })
  count++
  const { clientAppId, customToken } = await emulator.control.createApp({
    clientAppId: `stitch-${count}`,
    users: [{ email: user.username, password: user.password }]
  })
  const configuration = new stitch.StitchAppClientConfiguration.Builder().withBaseUrl(emulator.url)
    .withStorage(new stitch.MemoryStorage(clientAppId)).build()
  return {
    emulator,
    clientAppId,
    customToken,
    client: Stitch.initializeAppClient(clientAppId, configuration),
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose]()
  }
}

/** The SDK knows fewer codes than the service has: of the others it keeps the text. */
const refusalOf = async (promise: Promise<unknown>) => {
  const error = await failureOf(promise)
  assert.instanceOf(error, stitch.StitchServiceError)
  return `${stitch.StitchServiceErrorCode[error.errorCode]}: ${error.message}`
}

describe("mongodb-stitch-server-sdk", () => {
  it("logs in anonymously, calls functions, and renews its token when that is refused", async () => {
    await using started = await start()
    const { client, emulator } = started
    const { id, userType } = await client.auth.loginWithCredential(new stitch.AnonymousCredential())
    assert.match(id, /^[0-9a-f]{24}$/)
    assert.strictEqual(userType, "normal")
    assert.strictEqual(await client.callFunction("sum", [40, 2]), 42)
    await emulator.clock.advance("31 minutes")
    assert.strictEqual(await client.callFunction("sum", [1, 2]), 3)
    assert.strictEqual(
      await refusalOf(client.callFunction("nothing", [])),
      "FunctionNotFound: function not found: 'nothing'"
    )
  })

  it("logs in by password, custom token and API key, and is told what is wrong", async () => {
    await using started = await start()
    const { client, clientAppId, emulator } = started
    const byPassword = new stitch.UserPasswordCredential(user.username, user.password)
    const wrong = new stitch.UserPasswordCredential(user.username, "wrong")
    assert.strictEqual(await refusalOf(client.auth.loginWithCredential(wrong)), "Unknown: invalid username/password")
    const { loggedInProviderType } = await client.auth.loginWithCredential(byPassword)
    assert.strictEqual(loggedInProviderType, "local-userpass")
    const keys = client.auth.getProviderClient(stitch.UserApiKeyAuthProviderClient.factory)
    const { key = "" } = await keys.createApiKey("k1")
    const external = await emulator.tokenLab.mint({ kind: "custom" }, { app: clientAppId })
    for (const credential of [new stitch.UserApiKeyCredential(key), new stitch.CustomCredential(external)]) {
      const { id } = await client.auth.loginWithCredential(credential)
      assert.match(id, /^[0-9a-f]{24}$/)
    }
    assert.strictEqual(
      await refusalOf(client.auth.loginWithCredential(new stitch.UserApiKeyCredential("no"))),
      "Unknown: invalid API key"
    )
  })

  it("registers and confirms users, links identities, and logs out", async () => {
    await using started = await start()
    const { client, emulator } = started
    const accounts = client.auth.getProviderClient(stitch.UserPasswordAuthProviderClient.factory)
    const credential = new stitch.UserPasswordCredential("jean@example.com", "24601-password")
    await accounts.registerWithEmail(credential.username, credential.password)
    assert.strictEqual(
      await refusalOf(accounts.registerWithEmail(credential.username, "other-one")),
      "Unknown: name already in use"
    )
    await accounts.sendResetPasswordEmail(credential.username)
    const [message] = await emulator.mailbox.messages(credential.username)
    await accounts.resetPassword(message?.token ?? "", message?.tokenId ?? "", "madeleine-password")
    assert.strictEqual(
      await refusalOf(client.auth.loginWithCredential(credential)),
      "Unknown: invalid username/password"
    )

    const anonymous = await client.auth.loginWithCredential(new stitch.AnonymousCredential())
    const linked = await anonymous.linkWithCredential(
      new stitch.UserPasswordCredential(credential.username, "madeleine-password")
    )
    assert.strictEqual(linked.id, anonymous.id)
    assert.lengthOf(linked.identities, 2)
    await client.auth.logout()
    assert.isFalse(client.auth.isLoggedIn)
  })
})
