/** What an emulator is given to start with, as a value, a file, a flag and over HTTP. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { join } from "node:path"
import { app as defaultApp, serviceAccount } from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"
import type { Options } from "../src/Options.ts"
import { start } from "./command.ts"
import { written } from "./exported.ts"
import { temporaryFile } from "./temporaryFile.ts"

const jean = { username: "jean@example.com", password: "24601-password" }
const shop = {
  clientAppId: "shop-vwxyz",
  id: "5997529e46224c6e42fb6dda",
  users: [{ email: jean.username, password: jean.password }],
  apiKeys: [{ name: "server", key: "a-key-of-the-shop" }]
}
const seed = {
  apps: [shop],
  serviceAccounts: [{ clientId: "mdb_sa_id_aaaaaaaaaaaaaaaaaaaaaaaa", clientSecret: "a-secret-of-the-shop" }],
  administrators: [{ publicKey: "manager", privateKey: "11111111-0000-4000-8000-000000000000" }]
}

const started = (options: Options) =>
  Effect.acquireRelease(
    Effect.promise(() => Emulator.start(options)),
    (emulator) => Effect.promise(() => emulator[Symbol.asyncDispose]())
  )

const post = async (url: string, path: string, body: object) => {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
  return (await fetch(`${url}${path}`, init)).status
}
const logIn = (url: string, provider: string, body: object, app = shop.clientAppId) =>
  post(url, `/api/client/v2.0/app/${app}/auth/providers/${provider}/login`, body)
const askToken = async (url: string, { clientId, clientSecret }: typeof serviceAccount) => {
  const { status } = await fetch(`${url}/api/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" })
  })
  return status
}

/** Statuses of all that the seed lets in, and of the default service account. */
const logins = async (url: string) => [
  await logIn(url, "local-userpass", jean),
  await logIn(url, "api-key", { key: "a-key-of-the-shop" }),
  await post(url, "/api/admin/v3.0/auth/providers/mongodb-cloud/login", {
    username: "manager",
    apiKey: "11111111-0000-4000-8000-000000000000"
  }),
  ...await Promise.all([...seed.serviceAccounts, serviceAccount].map((account) => askToken(url, account)))
]
const everybody = [200, 200, 200, 200, 200]

const refusal = (options: Options) =>
  Emulator.start(options).then(() => assert.fail("it started"), ({ message }: Error) => message)

describe("a seed", () => {
  it.live("is there from the start, beside the default one, and after a reset", () =>
    Effect.gen(function*() {
      const { control, reset, url } = yield* started({ seed })
      yield* Effect.promise(async () => {
        assert.deepStrictEqual(await logins(url), everybody)
        assert.sameDeepMembers((await control.apps()).map(({ clientAppId, id }) => [clientAppId, id]), [
          [defaultApp.clientAppId, defaultApp.id],
          [shop.clientAppId, shop.id]
        ])
        await control.deleteApp(shop.clientAppId)
        await reset()
        assert.deepStrictEqual(await logins(url), everybody)
      })
    }))

  it.live("leaves what a store has already as it is, and adds what is missing", () =>
    Effect.gen(function*() {
      const store = yield* temporaryFile
      yield* Effect.scoped(Effect.gen(function*() {
        const { control } = yield* started({ store, seed: { apps: [{ ...shop, users: [] }] } })
        yield* Effect.promise(() => control.createUser(shop.clientAppId, "marius@example.com", "long-enough"))
      }))
      const { control, url } = yield* started({ store, seed })
      yield* Effect.promise(async () => {
        assert.lengthOf(await control.users(shop.clientAppId), 1)
        assert.deepStrictEqual(await logins(url), [401, ...everybody.slice(1)])
      })
    }))

  it.live.each([
    { clientAppId: defaultApp.clientAppId, apiKeys: [], users: shop.users },
    { ...shop, id: defaultApp.id }
  ])("stands in for the default app of the same name: %o", (app) =>
    Effect.gen(function*() {
      const { control, url } = yield* started({ seed: { apps: [app] }, emailPassword: { autoConfirm: true } })
      yield* Effect.promise(async () => {
        assert.deepStrictEqual((await control.apps()).map(({ clientAppId }) => clientAppId), [app.clientAppId])
        assert.strictEqual(await logIn(url, "local-userpass", jean, app.clientAppId), 200)
      })
    }))

  it.live("comes from a file, by the flag", () =>
    Effect.gen(function*() {
      const directory = yield* written({ "seed.json": seed })
      yield* Effect.promise(async () => {
        await using emulator = await start("--seed", join(directory, "seed.json"))
        assert.deepStrictEqual(await logins(emulator.url), everybody)
      })
    }))

  it.live("is added to a running emulator, all of it or nothing, as often as one likes", () =>
    Effect.gen(function*() {
      const { control, url } = yield* started({})
      yield* Effect.promise(async () => {
        const [email] = shop.users
        const broken = { ...seed, apps: [shop, { clientAppId: "broken", users: [email, email] }] }
        assert.strictEqual(await post(url, "/__emulator/seed", broken), 409)
        assert.lengthOf(await control.apps(), 1)
        assert.strictEqual(await post(url, "/__emulator/seed", { apps: [{ name: "nameless" }] }), 400)
        assert.strictEqual(await post(url, "/__emulator/seed", seed), 204)
        await control.seed(seed)
        assert.deepStrictEqual(await logins(url), everybody)
        assert.lengthOf(await control.apps(), 2)
      })
    }))

  it.live("is refused with the place that is wrong, and without a secret", () =>
    Effect.gen(function*() {
      const directory = yield* written({ "seed.json": "{ apps: [] }", "typo.json": { users: [] } })
      const [user] = shop.users
      const app = (more: object): Options => ({ seed: { apps: [{ clientAppId: "a", ...more }] } })
      const messages = yield* Effect.promise(() =>
        Promise.all([
          { seed: join(directory, "none.json") },
          { seed: join(directory, "seed.json") },
          { seed: join(directory, "typo.json") },
          app({ users: [{ email: "jean@example.com", pass: "24601-password" }] }),
          app({ users: [user, user] }),
          app({ apiKeys: [shop.apiKeys, shop.apiKeys].flat() }),
          app({ id: "24601" })
        ].map(refusal))
      )
      const expected = [
        /^Option seed cannot be read: .*none\.json/,
        /^Option seed is not understood, .*seed\.json: /,
        /^Option seed is not understood, .*typo\.json: Expected no excess property/,
        /^Option seed is not understood: [^]*\["apps"\]\[0\]\["users"\]\[0\]/,
        /^Option seed cannot be written: The e-mail address is taken/,
        /^Option seed cannot be written: .*the API key 'server' is in use already/,
        /^Option seed is not understood: [^]*\["apps"\]\[0\]\["id"\]/
      ]
      assert.lengthOf(messages, expected.length)
      expected.forEach((pattern, index) => assert.match(messages[index] ?? "", pattern))
      for (const secret of [jean.password, "a-key-of-the-shop"]) assert.notInclude(messages.join(), secret)
    }))
})
