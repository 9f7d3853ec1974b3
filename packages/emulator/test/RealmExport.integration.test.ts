/** An exported Realm app, served. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"
import { type Files, post, started, written } from "./exported.ts"
import { temporaryFile } from "./temporaryFile.ts"

const exported: Files = {
  "realm_config.json": { app_id: "library-vwxyz", name: "library", config_version: 20210101, location: "US-VA" },
  "auth/providers.json": {
    "anon-user": { name: "anon-user", type: "anon-user", disabled: true },
    "custom-function": { type: "custom-function", config: { authFunctionName: "authenticate" }, disabled: false },
    "custom-token": {
      name: "custom-token",
      type: "custom-token",
      config: { audience: ["library"], signingAlgorithm: "HS256", useJWKURI: false },
      secret_config: { signingKeys: ["key"] },
      disabled: false
    },
    "local-userpass": {
      name: "local-userpass",
      type: "local-userpass",
      config: { autoConfirm: false, runConfirmationFunction: true, confirmationFunctionName: "confirm" },
      disabled: false
    }
  },
  "auth/custom_user_data.json": {
    enabled: true,
    mongo_service_name: "mongodb-atlas",
    database_name: "shelves",
    collection_name: "books",
    user_id_field: "title"
  },
  "data_sources/mongodb-atlas/config.json": { name: "mongodb-atlas", type: "mongodb-atlas" },
  "data_sources/mongodb-atlas/shelves/books/rules.json": { roles: [] },
  "data_sources/mongodb-atlas/shelves/books/schema.json": {
    title: "Book",
    bsonType: "object",
    required: ["title"],
    properties: { _id: { bsonType: "objectId" }, title: { bsonType: "string" }, pages: { bsonType: "int" } }
  },
  "data_sources/mongodb-atlas/shelves/loose/schema.json": {}
}

describe("an imported app", () => {
  it.live("has the collections and providers of its export", () =>
    Effect.gen(function*() {
      const { control, mailbox, tokenLab, url } = yield* started(exported, {
        functions: { authenticate: ({ name }) => name }
      })
      yield* Effect.promise(async () => {
        const login = await post(url, "auth/providers/custom-function/login", { name: "jean" })
        assert.strictEqual(login.status, 200)
        const { body: { access_token: token } } = login
        const inserted = await post(
          url,
          "graphql",
          { query: "mutation { insertOneBook(data: { title: \"Les Misérables\", pages: 1900 }) { title pages } }" },
          token
        )
        assert.deepStrictEqual(inserted.body.data, { insertOneBook: { title: "Les Misérables", pages: 1900 } })

        const title = (await control.users("library-vwxyz"))[0]?.id
        await post(
          url,
          "graphql",
          { query: `mutation { insertOneBook(data: { title: "${title}" }) { title } }` },
          token
        )
        const again = await post(url, "auth/providers/custom-function/login", { name: "jean" })
        const { claims } = await tokenLab.decode(again.body.access_token)
        assert.nestedPropertyVal(claims, "user_data.title", title)
        assert.strictEqual((await post(url, "auth/providers/anon-user/login", {})).status, 404)

        const custom = await tokenLab.mint({ kind: "custom" }, { app: "library-vwxyz" })
        assert.strictEqual((await tokenLab.decode(custom)).claims["aud"], "library")
        assert.strictEqual((await post(url, "auth/providers/custom-token/login", { token: custom })).status, 200)

        // The function that should confirm is not given: an e-mail does it.
        await post(url, "auth/providers/local-userpass/register", { email: "a@example.com", password: "long-enough" })
        assert.lengthOf(await mailbox.messages({ app: "library-vwxyz" }), 1)
        assert.deepStrictEqual(
          (await control.apps()).map(({ clientAppId }) => clientAppId),
          ["library-vwxyz", DefaultSeed.app.clientAppId]
        )
      })
    }))

  it.live("is there again after a reset, and once in a store that has it", () =>
    Effect.gen(function*() {
      const store = yield* temporaryFile
      const first = yield* started(exported, { store })
      yield* Effect.promise(async () => {
        await first.control.deleteApp("library-vwxyz")
        await first.reset()
        assert.lengthOf(await first.control.apps(), 2)
        await first[Symbol.asyncDispose]()
      })
      const second = yield* started(exported, { store })
      assert.lengthOf(yield* Effect.promise(() => second.control.apps()), 2)
    }))

  it.live.each<[string, Files, string]>([
    ["no export", {}, "realm_config.json"],
    ["a file that is no JSON", { ...exported, "auth/providers.json": "{" }, "providers.json"],
    [
      "a redirect URI that is relative",
      { ...exported, "auth/providers.json": { "oauth2-google": { redirect_uris: ["/in"] } } },
      "redirect URI '/in'"
    ],
    [
      "a JSON Web Key Set without an address",
      { ...exported, "auth/providers.json": { "custom-token": { config: { useJWKURI: true } } } },
      "JSON Web Key Set"
    ],
    ["an app without an id", { "realm_config.json": { name: "library" } }, "app_id"],
    [
      "one collection in two databases",
      { ...exported, "data_sources/other/db/books/schema.json": { title: "Book", properties: {} } },
      "books"
    ]
  ])("fails on %s with the option's name", ([, files, reason]) =>
    Effect.gen(function*() {
      const directory = yield* written(files)
      const error: unknown = yield* Effect.promise(() =>
        Emulator.start({ import: directory }).catch((error: unknown) => error)
      )
      assert.include(error, { _tag: "InvalidOption", option: "import" })
      assert.include(String(error), reason)
    }))
})
