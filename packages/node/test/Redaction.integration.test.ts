import { App, Credentials, FileTokenStore, LocalVerifier, ServiceAccount, TokenVerifier } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { format, inspect } from "node:util"
import { echoingServer } from "./echoingServer.ts"
import { bySecret, rejection, secret as signingSecret } from "./tokens.ts"

const password = "hunter2 \"✓\" & 100%"
const clientSecret = "mdb_sa_sk_a+b/c=d"
const privateKey = "8d1e-43ab"
const refreshToken = "refresh~0123456789"
const basic = btoa(`mdb_sa_id_1:${clientSecret}`)
const secrets = [password, clientSecret, basic, privateKey, refreshToken, signingSecret]

/** As people print it: by itself, in a text, as JSON, and everything in it. */
const printed = (value: unknown) => {
  const everything = { depth: Infinity, showHidden: true, getters: true, breakLength: Infinity }
  const texts = [
    format("%s %o %O %j", value, value, value, value),
    inspect(value, everything),
    inspect(value, { ...everything, customInspect: false }),
    String(value)
  ]
  for (let error = value; error instanceof Error; error = error.cause) texts.push(error.message, error.stack ?? "")
  return texts.join("\n")
}

const assertShowsNone = (value: unknown, ...tokens: ReadonlyArray<string>) => {
  const text = printed(value)
  for (const secret of [...secrets, ...tokens]) {
    for (
      const spelling of [
        secret,
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret),
        Buffer.from(secret).toString("base64")
      ]
    ) {
      assert.notInclude(text, spelling)
    }
  }
}

const accountOf = (baseUrl: string, clientId = "mdb_sa_id_1") =>
  ServiceAccount.make({ clientId, clientSecret, baseUrl, retries: 0 })

describe("shows no secret when it is printed", () => {
  it("an app, its users and their failures", async () => {
    await using server = await echoingServer({ clientSecret, refreshToken }, "opaque-access-token")
    await using app = App.make({ appId: "myapp-abcde", baseUrl: server.url, retries: 0 })
    const credentials = Credentials.emailPassword({ username: "jean@example.com", password })
    const user = await app.logIn(Credentials.anonymous())
    const failures = [
      await rejection(app.logIn(credentials)),
      await rejection(app.logIn(Credentials.customFunction({ password, privateKey }))),
      await rejection(user.refresh()),
      await rejection(user.graphql({ query: `{ films(key: "${privateKey}") }` })),
      await rejection(user.fetch("/x", { signal: AbortSignal.abort() }))
    ]
    server.state.isBroken = true
    failures.push(await rejection(user.fetch("/x")), await rejection(user.logOut()))
    assert.isTrue(failures.every((failure) => failure instanceof Error))
    assertShowsNone([app, user, credentials, failures], "opaque-access-token")
    for (const failure of failures) assertShowsNone(failure, "opaque-access-token")
  })

  it("a service account and its failures", async () => {
    await using server = await echoingServer({ clientSecret, refreshToken }, "opaque-access-token")
    await using account = accountOf(server.url)
    await using refused = accountOf(server.url, "refused")
    await account.getAccessToken()
    const failures = [await rejection(refused.getAccessToken()), await rejection(account.revoke())]
    server.state.isBroken = true
    failures.push(
      await rejection(account.fetch("/x")),
      await rejection(refused.getAccessToken())
    )
    assert.isTrue(failures.every((failure) => failure instanceof Error))
    assertShowsNone([account, refused], "opaque-access-token")
    for (const failure of failures) assertShowsNone(failure, "opaque-access-token")
  })

  it("a token that no header field can hold", async () => {
    const token = "broken\r\ntoken"
    await using server = await echoingServer({ clientSecret, refreshToken }, token)
    await using app = App.make({ appId: "myapp-abcde", baseUrl: server.url })
    await using account = accountOf(server.url)
    const user = await app.authenticate(Credentials.anonymous())
    for (const holder of [user, account]) {
      for (const error of [await rejection(holder.fetch("/x")), await rejection(holder.getAccessToken())]) {
        assert.propertyVal(error, "_tag", "TokenInvalid")
        assertShowsNone(error, token)
      }
    }
  })

  it("verifiers and their failures", async () => {
    await using server = await echoingServer({ clientSecret, refreshToken }, "opaque-access-token")
    const keys = { publicKey: "public", privateKey, groupId: "g", appId: "a" }
    await using verifier = TokenVerifier.make({ ...keys, baseUrl: server.url })
    const local = LocalVerifier.make({ secret: signingSecret })
    const token = await bySecret()
    const expired = await bySecret({ exp: 1 })
    const forged = await bySecret({}, `${signingSecret}!`)
    const failures = [
      await rejection(verifier.verify(token)),
      await rejection(local.verify(expired)),
      await rejection(local.verify(forged)),
      await rejection(local.verify(`${token}.${token}`))
    ]
    assert.isTrue(failures.every((failure) => failure instanceof Error))
    for (const value of [verifier, local, ...failures]) assertShowsNone(value, token, expired, forged)
  })

  it("a file store, and what is wrong with its files", async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "redaction-"))
    const warnings: Array<unknown> = []
    const onWarning = (warning: unknown) => void warnings.push(warning)
    try {
      const encryptionKey = Buffer.from(`${refreshToken}!!!!!!!!!!!!!!`).subarray(0, 32)
      const plain = FileTokenStore.make({ path: directory, onWarning })
      await plain.set("k", { generation: 1, refreshToken }, 0)
      const sealed = FileTokenStore.make({ path: directory, encryptionKey, onWarning })
      await sealed.get("k")
      const [file = ""] = (await readdir(directory)).filter((name) => name.endsWith(".json"))
      await writeFile(path.join(directory, file), `{"key":"k","record":{"refreshToken":"${refreshToken}"`)
      await plain.get("k")
      await rm(path.join(directory, file))
      await writeFile(path.join(directory, file), refreshToken, { mode: 0o644 })
      const failure = await rejection(plain.get("k"))
      assert.strictEqual(warnings.length, 2)
      assert.instanceOf(failure, Error)
      for (const value of [plain, sealed, failure, ...warnings]) assertShowsNone(value)
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  })
})
