import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import * as Credentials from "@atlas-bearer/core/Credentials"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { inspect } from "node:util"
import { beginSession } from "../src/internal/beginSession.ts"
import { clientsOver, sentBy } from "./wire.ts"

const logIn = (credentials: Credentials.Credentials) =>
  AppServicesClient.use((client) => beginSession(credentials, client, "myapp-abcde"))

const link = (credentials: Credentials.Credentials) =>
  AppServicesClient.use((client) => credentials.link(client, "myapp-abcde", Redacted.make("a1")))

const secret = "hunter2"

const cases: Readonly<Record<string, readonly [Credentials.Credentials, provider: string, body: unknown]>> = {
  anonymous: [Credentials.anonymous(), "anon-user", {}],
  emailPassword: [
    Credentials.emailPassword({ username: "Test@example.com", password: secret }),
    "local-userpass",
    { username: "Test@example.com", password: secret }
  ],
  apiKey: [Credentials.apiKey(secret), "api-key", { key: secret }],
  customToken: [Credentials.customToken(secret), "custom-token", { token: secret }],
  customFunction: [
    Credentials.customFunction({ pin: { $numberInt: "1" }, proof: [secret] }),
    "custom-function",
    { pin: { $numberInt: "1" }, proof: [secret] }
  ],
  "google with an ID token": [Credentials.google({ idToken: secret }), "oauth2-google", { id_token: secret }],
  "google with a code": [Credentials.google({ authCode: secret }), "oauth2-google", { authCode: secret }],
  facebook: [Credentials.facebook(secret), "oauth2-facebook", { accessToken: secret }],
  apple: [Credentials.apple(secret), "oauth2-apple", { id_token: secret }],
  withProvider: [Credentials.withProvider("oauth2/other", { code: secret }), "oauth2/other", { code: secret }]
}

describe("Credentials", () => {
  it("has a case here for every constructor", () => {
    assert.sameMembers([...new Set(Object.keys(cases).map((name) => name.split(" ")[0]))], Object.keys(Credentials))
  })

  for (const [name, [credentials, provider, body]] of Object.entries(cases)) {
    it.effect(`${name} posts the body that its provider documents`, () =>
      Effect.gen(function*() {
        const path = `/api/client/v2.0/app/myapp-abcde/auth/providers/${encodeURIComponent(provider)}/login`
        assert.strictEqual(credentials.provider, provider)
        assert.deepStrictEqual(yield* sentBy(logIn(credentials)), [{
          line: `POST ${path}`,
          origin: "https://services.test",
          fields: { accept: "application/json", "content-type": "application/json" },
          content: body
        }])
      }))

    it.effect(`${name} links with the same body, for the token's user`, () =>
      Effect.gen(function*() {
        const [login] = yield* sentBy(logIn(credentials))
        assert(login !== undefined)
        assert.deepStrictEqual(yield* sentBy(link(credentials)), [{
          ...login,
          line: `${login.line}?link=true`,
          fields: { ...login.fields, authorization: "Bearer a1" }
        }])
      }))

    it(`${name} shows no secret when it is printed`, () => {
      const shown = inspect(credentials, { depth: null, showHidden: true }) + JSON.stringify(credentials) + credentials
      assert.notInclude(shown, secret)
    })
  }

  it.effect("takes secrets that are already redacted", () =>
    Effect.gen(function*() {
      const [request] = yield* sentBy(logIn(Credentials.apiKey(Redacted.make(secret))))
      assert.deepStrictEqual(request?.content, { key: secret })
    }))

  it.effect.each(
    [
      [Credentials.emailPassword({ username: "", password: secret }), "username"],
      [Credentials.emailPassword({ username: "a", password: "" }), "password"],
      [Credentials.apiKey(""), "key"],
      [Credentials.withProvider("..", {}), "provider"]
    ] as const
  )("an empty or impossible part is named, and nothing is sent", ([credentials, path]) =>
    Effect.gen(function*() {
      const { layer, requests } = clientsOver()
      const error = yield* Effect.flip(logIn(credentials)).pipe(Effect.provide(layer))
      assert.include(error, { _tag: "InvalidArgument", path })
      assert.strictEqual(requests.length, 0)
    }))

  it.effect.each<[string, (given: never) => Credentials.Credentials, unknown]>([
    ["username", Credentials.emailPassword, { password: secret }],
    ["password", Credentials.emailPassword, { username: "a" }],
    ["key", Credentials.apiKey, undefined],
    ["token", Credentials.customToken, null],
    ["idToken", Credentials.google, {}],
    ["accessToken", Credentials.facebook, { accessToken: secret }],
    ["", Credentials.customFunction, undefined]
  ])("a part that is missing in a program without types is named: %s", ([path, make, given]) =>
    Effect.gen(function*() {
      const { layer } = clientsOver()
      const credentials: Credentials.Credentials = Reflect.apply(make, undefined, [given])
      const error = yield* Effect.flip(logIn(credentials)).pipe(Effect.provide(layer))
      assert.include(error, { _tag: "InvalidArgument", path })
      assert.notInclude(inspect(error), secret)
    }))

  it.each([Credentials.emailPassword, Credentials.google])("a part by itself makes no credentials", (make) => {
    for (const given of [secret, undefined]) {
      const made = () => Reflect.apply(make, undefined, [given, secret])
      assert.throws(made, /^Option credentials must be an object: \{ (username, password|idToken) \}/)
    }
  })

  it.effect("gives the session's tokens redacted", () => {
    const { layer } = clientsOver(Response.json({ access_token: "a1", refresh_token: "r1", user_id: "u1" }))
    return Effect.gen(function*() {
      const session = yield* logIn(Credentials.anonymous())
      assert.strictEqual(Redacted.value(session.accessToken), "a1")
      assert.strictEqual(Redacted.value(session.refreshToken), "r1")
      assert.strictEqual(session.userId, "u1")
    }).pipe(Effect.provide(layer))
  })

  it.effect.each([{}, { refresh_token: "" }])(
    "begins no session without a refresh token: %j",
    (tokens) =>
      Effect.gen(function*() {
        const { layer } = clientsOver(Response.json({ access_token: "a1", ...tokens }))
        const error = yield* Effect.flip(logIn(Credentials.anonymous())).pipe(Effect.provide(layer))
        assert.strictEqual(error._tag, "UnexpectedReply")
      })
  )
})
