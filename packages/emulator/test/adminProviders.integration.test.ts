import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { ask, logIn, logInUser, providers, served } from "./administered.ts"

const tag = <A, R>(effect: Effect.Effect<A, { readonly _tag: string }, R>) =>
  Effect.map(Effect.flip(effect), ({ _tag }) => _tag)

const providerOf = Effect.fnUntraced(function*(type: string) {
  const inApp = yield* logIn
  const found = (yield* AdminClient.use((admin) => admin.listAuthProviders(inApp))).find((each) => each.type === type)
  return { ...inApp, params: { ...inApp.params, providerId: found?.id ?? "" } }
})

describe("authentication providers in the Admin API", () => {
  it.effect("are switched off and on", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const anonymous = yield* providerOf("anon-user")
      const logInAnonymously = ask(`POST ${providers}/anon-user/login`)
      assert.strictEqual((yield* logInAnonymously).status, 200)
      yield* admin.disableAuthProvider(anonymous)
      assert.isTrue((yield* admin.getAuthProvider(anonymous)).disabled)
      const refused = yield* logInAnonymously
      assert.deepStrictEqual([refused.status, refused.body.error_code], [404, "AuthProviderNotFound"])
      assert.strictEqual((yield* logInUser()).status, 200)

      const email = yield* providerOf("local-userpass")
      const { password, username } = DefaultSeed.user
      const query = ask(`POST ${providers.replace("/auth/providers", "/graphql")}`, {
        body: { query: "{ __typename }" },
        headers: { email: username, password }
      })
      assert.strictEqual((yield* query).status, 200)
      yield* admin.disableAuthProvider(email)
      assert.strictEqual((yield* logInUser()).status, 404)
      assert.strictEqual((yield* query).status, 401)
      yield* admin.enableAuthProvider(email)
      assert.strictEqual((yield* query).status, 200)
      yield* admin.updateAuthProvider({ ...anonymous, payload: { disabled: false } })
      assert.strictEqual((yield* logInAnonymously).status, 200)
      const nowhere = { ...anonymous, params: { ...anonymous.params, providerId: DefaultSeed.app.id } }
      assert.strictEqual(yield* tag(admin.disableAuthProvider(nowhere)), "AuthProviderNotFound")
    }).pipe(served()))

  it.effect("are changed, and name functions that exist", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const [email, custom] = [yield* providerOf("local-userpass"), yield* providerOf("custom-function")]
      const config = { autoConfirm: false, runConfirmationFunction: true, confirmationFunctionName: "decide" }
      yield* admin.updateAuthProvider({ ...email, payload: { config } })
      assert.deepInclude((yield* admin.getAuthProvider(email)).config, config)
      const body = { email: "a@example.com", password: "24601-password" }
      assert.strictEqual((yield* ask(`POST ${providers}/local-userpass/register`, { body })).status, 400)
      for (const wrong of [{ confirmationFunctionName: "nope" }, { autoConfirm: "yes" }]) {
        assert.strictEqual(
          yield* tag(admin.updateAuthProvider({ ...email, payload: { config: wrong } })),
          "BadRequest"
        )
      }
      yield* admin.updateAuthProvider({ ...email, payload: { config: { runConfirmationFunction: false } } })
      assert.strictEqual((yield* ask(`POST ${providers}/local-userpass/register`, { body })).status, 201)

      assert.isTrue((yield* admin.getAuthProvider(custom)).disabled)
      assert.strictEqual(yield* tag(admin.enableAuthProvider(custom)), "BadRequest")
      yield* admin.updateAuthProvider({ ...custom, payload: { config: { authFunctionName: "who" } } })
      assert.isFalse((yield* admin.getAuthProvider(custom)).disabled)
      assert.strictEqual((yield* ask(`POST ${providers}/custom-function/login`, { body: {} })).status, 200)
    }).pipe(served({ functions: { decide: () => ({ status: "fail" }), who: () => "somebody" } })))

  it.effect("close registration and password reset too while local-userpass is switched off", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const email = yield* providerOf("local-userpass")
      const body = { email: "a@example.com", password: "24601-password", token: "t", tokenId: "i", arguments: [] }
      const paths = ["register", "confirm", "confirm/send", "confirm/call", "reset", "reset/send", "reset/call"]
      const codes = Effect.forEach(
        paths,
        (path) => Effect.map(ask(`POST ${providers}/local-userpass/${path}`, { body }), ({ body }) => body?.error_code)
      )
      yield* admin.disableAuthProvider(email)
      assert.deepStrictEqual(yield* codes, paths.map(() => "AuthProviderNotFound"))
      yield* admin.enableAuthProvider(email)
      assert.notInclude(yield* codes, "AuthProviderNotFound")
    }).pipe(served()))

  it.effect("are deleted and made anew, one of each type", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const { headers, params: { appId, groupId } } = yield* logIn
      const inApp = { headers, params: { appId, groupId } }
      const create = (type: string, more: { readonly disabled?: boolean } = {}) =>
        admin.createAuthProvider({ ...inApp, payload: { name: type, type, ...more } })
      assert.strictEqual(yield* tag(create("local-userpass")), "AuthProviderAlreadyExists")
      assert.strictEqual(yield* tag(create("oauth2-other")), "BadRequest")

      const email = yield* providerOf("local-userpass")
      yield* admin.deleteAuthProvider(email)
      assert.strictEqual(yield* tag(admin.deleteAuthProvider(email)), "AuthProviderNotFound")
      assert.strictEqual(yield* tag(admin.enableAuthProvider(email)), "AuthProviderNotFound")
      const left = (yield* admin.listAuthProviders(inApp)).map(({ type }) => type)
      assert.lengthOf(left, 7)
      assert.notInclude(left, "local-userpass")
      assert.deepInclude((yield* logInUser()).body, { error_code: "AuthProviderNotFound" })

      const created = yield* create("local-userpass", { disabled: true })
      assert.deepInclude(created, { id: email.params.providerId, type: "local-userpass", disabled: true })
      assert.strictEqual((yield* logInUser()).status, 404)
      yield* admin.enableAuthProvider(email)
      assert.strictEqual((yield* logInUser()).status, 200)
    }).pipe(served()))
})
