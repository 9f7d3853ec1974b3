/** Logins that send a browser to the provider and back: every step as a request. */
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { Emulator } from "../src/Emulator.ts"
import { VirtualClock } from "../src/VirtualClock.ts"
import { ask, logInTo, logInUser, profile, providers, served } from "./administered.ts"

const redirect = "https://app.example/signed-in?page=1&tab=2"
const google = `${providers}/oauth2-google/login`

/** A request of a browser that does not follow redirects. */
const visit = Effect.fnUntraced(function*(url: string, init: RequestInit = {}) {
  const base = yield* Emulator
  return yield* Effect.promise(async () => {
    const reply = await fetch(new URL(url, base.url), { redirect: "manual", ...init })
    const text = await reply.text()
    const error: unknown = text.startsWith("{") ? JSON.parse(text) : undefined
    return { status: reply.status, headers: reply.headers, location: reply.headers.get("location") ?? "", text, error }
  })
})

const begin = (parameters: Record<string, string> = {}, init?: RequestInit) =>
  visit(`${google}?${new URLSearchParams({ redirect, state: "abcdefghijkl", ...parameters })}`, init)

const stateOf = (location: string) => new URL(location, "http://emulator").searchParams.get("state") ?? ""

const consent = (state: string, form: Record<string, string> = {}) =>
  visit("/api/client/v2.0/auth/consent", {
    method: "POST",
    body: new URLSearchParams({ state, decision: "allow", email: "jean@example.com", ...form })
  })

/** The members of the fragment that the browser ends with. */
const ended = ({ location }: { readonly location: string }) => {
  assert.isTrue(location.startsWith(`${redirect}#`), location)
  return Object.fromEntries(new URLSearchParams(location.slice(redirect.length + 1)))
}

const allowed = served({ redirectUris: [redirect] })

describe("a browser login", () => {
  it.effect("ends at the app's page with a session, once", () =>
    Effect.gen(function*() {
      const device = Buffer.from(JSON.stringify({ platform: "web", deviceId: "5f0b7b9d1c4d0a4f6c7c2d11" }))
      const first = yield* begin({ device: device.toString("base64") })
      assert.strictEqual(first.status, 302)
      const page = yield* visit(first.location)
      assert.strictEqual(page.headers.get("content-type"), "text/html; charset=utf-8")
      assert.include(page.text, "?page=1&#38;tab=2")
      const back = yield* consent(stateOf(first.location), { name: "Jean" })
      const last = yield* visit(back.location)
      const { _baas_client_app_id, _baas_state, _baas_ua = "", ...others } = ended(last)
      assert.deepStrictEqual(others, {})
      assert.deepStrictEqual([_baas_client_app_id, _baas_state], [DefaultSeed.app.clientAppId, "abcdefghijkl"])
      const [accessToken = "", , userId, deviceId] = _baas_ua.split("$")
      assert.strictEqual(deviceId, "5f0b7b9d1c4d0a4f6c7c2d11")
      const { body } = yield* profile(accessToken)
      assert.deepInclude(body, { user_id: userId, data: { name: "Jean", email: "jean@example.com" } })

      for (const again of [back.location, first.location]) {
        assert.deepStrictEqual([(yield* visit(again)).status, (yield* visit(again)).error], [400, {
          error: "the login is over, or was never begun: begin again at the app",
          error_code: "BadRequest"
        }])
      }
    }).pipe(allowed))

  it.effect("leads nowhere but to what the provider's settings allow, to the letter", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const provider = yield* logInTo("oauth2-google")
      assert.deepStrictEqual((yield* admin.getAuthProvider(provider)).redirectUris, [redirect])
      for (const other of [`${redirect}1`, "https://app.example/signed-in", "//app.example", "https://evil.example/"]) {
        const { error, location, status } = yield* begin({ redirect: other })
        assert.deepStrictEqual([status, location], [400, ""])
        assert.deepInclude(error, { error: "the redirect URI is none of the provider's redirect_uris" })
      }
      for (const wrong of ["/signed-in", "https://app.example/#x"]) {
        const refused = yield* Effect.flip(
          admin.updateAuthProvider({ ...provider, payload: { redirectUris: [wrong] } })
        )
        assert.strictEqual(refused._tag, "BadRequest")
      }
      yield* admin.updateAuthProvider({ ...provider, payload: { redirectUris: ["https://evil.example/"] } })
      assert.strictEqual((yield* begin()).status, 400)
      assert.strictEqual((yield* begin({ redirect: "https://evil.example/" })).status, 302)
    }).pipe(allowed))

  it.effect("needs a state, a provider that has such logins, and a known app", () =>
    Effect.gen(function*() {
      assert.deepInclude((yield* begin({ state: "" })).error, { error: "'state' is missing or of the wrong type" })
      const query = `?${new URLSearchParams({ redirect, state: "s" })}`
      for (
        const [path, status] of [
          [`${google}?redirect=${encodeURIComponent(redirect)}`, 400],
          [`${providers}/local-userpass/login${query}`, 404],
          [`${google.replace("myapp-abcde", "nope")}${query}`, 404],
          ["/api/client/v2.0/auth/callback?state=unknown&code=c", 400]
        ] as const
      ) {
        const reply = yield* visit(path)
        assert.deepStrictEqual([reply.status, reply.location], [status, ""], path)
      }
    }).pipe(allowed))

  it.effect("ends with the reason where there is no session", () =>
    Effect.gen(function*() {
      const [denied, forged, late] = [yield* begin(), yield* begin(), yield* begin()]
      const refusal = yield* consent(stateOf(denied.location), { decision: "deny", email: "" })
      assert.deepInclude(ended(yield* visit(refusal.location)), {
        _baas_error: "access_denied",
        _baas_state: "abcdefghijkl"
      })
      const made = yield* consent(stateOf(forged.location))
      const last = ended(yield* visit(`${made.location.slice(0, -6)}AAAAAA`))
      assert.deepInclude(last, { _baas_error: "signature is invalid" })
      assert.notProperty(last, "_baas_ua")
      assert.strictEqual((yield* consent(stateOf(late.location), { email: "" })).status, 400)
      yield* VirtualClock.use((clock) => clock.advance("11 minutes"))
      assert.strictEqual((yield* consent(stateOf(late.location))).status, 400)
    }).pipe(allowed))

  it.effect("links to the user of an access token, whose page reads where to go", () =>
    Effect.gen(function*() {
      const { body: { access_token: accessToken } } = yield* logInUser()
      const linking = { link: "true", providerRedirectHeader: "true" }
      assert.deepInclude((yield* begin(linking)).error, { error_code: "InvalidSession" })
      const { headers, location, status } = yield* begin(linking, {
        headers: { authorization: `Bearer ${accessToken}` }
      })
      assert.deepStrictEqual([status, location], [200, ""])
      const back = yield* consent(stateOf(headers.get("x-baas-location") ?? ""))
      const { _baas_link, _baas_ua = "" } = ended(yield* visit(back.location))
      const [renewed = "", refreshToken] = _baas_ua.split("$")
      assert.deepStrictEqual([_baas_link, refreshToken], ["ok", ""])
      const { body } = yield* profile(renewed)
      assert.deepStrictEqual(
        body.identities.map((identity: { provider_type: string }) => identity.provider_type),
        ["local-userpass", "oauth2-google"]
      )
    }).pipe(allowed))

  it.effect("has the names of the Stitch SDKs in their profile, and leaves no secret in the journal", () =>
    Effect.gen(function*() {
      const back = yield* consent(stateOf((yield* begin()).location))
      const { _stitch_state, _stitch_ua = "" } = ended(yield* visit(back.location))
      assert.strictEqual(_stitch_state, "abcdefghijkl")
      const { body } = yield* ask("GET /__emulator/journal")
      const journal = JSON.stringify(body)
      assert.include(journal, "code=credential-1")
      const secrets = [..._stitch_ua.split("$"), new URL(back.location, "http://e").searchParams.get("code") ?? ""]
      for (const secret of secrets.slice(0, 2).concat(secrets.slice(-1))) assert.notInclude(journal, secret)
    }).pipe(served({ redirectUris: [redirect], profile: "stitch-2020" })))
})
