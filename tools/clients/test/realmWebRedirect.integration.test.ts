/** The browser build of realm-web 2.0.1, unmodified: logins for which it opens a window. Who uses that window is played here. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import type * as RealmWeb from "realm-web"
import { afterAll, beforeAll, vi } from "vitest"

// Its types are those of the package, which has no types for this file.
const build = "realm-web/dist/bundle.dom.es.js"
const Realm: typeof RealmWeb = await import(build)

const redirectUrl = "http://localhost:3000/signed-in"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start({ redirectUris: [redirectUrl] })
})
afterAll(() => emulator[Symbol.asyncDispose]())

const follow = async (url: string, init?: RequestInit) => {
  const { headers, status } = await fetch(url, { ...init, redirect: "manual" })
  assert.strictEqual(status, 302)
  return new URL(headers.get("location") ?? "", url).href
}

/** The window of somebody who fills in the provider's form, and ends on a page that calls `handleAuthRedirect`. */
const windowOf = (form: Record<string, string>) => (url: string) => {
  const visit = async () => {
    const consent = url.includes("/consent?") ? url : await follow(url)
    const [, state = ""] = /name="state" value="([^"]+)"/.exec(await (await fetch(consent)).text()) ?? []
    const callback = await follow(consent, { method: "POST", body: new URLSearchParams({ state, ...form }) })
    const end = new URL(await follow(callback))
    assert.strictEqual(`${end.origin}${end.pathname}`, redirectUrl)
    vi.stubGlobal("location", end)
    Realm.handleAuthRedirect()
  }
  void visit()
  return null
}

const jean = { decision: "allow", email: "jean@example.com", name: "Jean Valjean", id: "24601" }

/** For the logins that follow. */
const inWindowOf = (form: Record<string, string>) =>
  Realm.setEnvironment({ ...Realm.getEnvironment(), openWindow: windowOf(form) })

describe("realm-web in a browser", () => {
  it("logs in with Google, Facebook and Apple by redirects, as the same user again", async () => {
    for (
      const credentials of [
        Realm.Credentials.google({ redirectUrl }),
        Realm.Credentials.facebook(redirectUrl),
        Realm.Credentials.apple(redirectUrl)
      ]
    ) {
      inWindowOf(jean)
      const app = new Realm.App({ id: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
      const user = await app.logIn(credentials)
      assert.include(user.profile, { name: jean.name, email: jean.email })
      await user.refreshAccessToken()
      assert.match(user.deviceId ?? "", /^[\da-f]{24}$/)
      const again = new Realm.App({ id: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
      assert.strictEqual((await again.logIn(credentials)).id, user.id)
    }
  })

  it("links an account to its user by redirects", async () => {
    inWindowOf({ ...jean, id: "24602" })
    const app = new Realm.App({ id: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
    const user = await app.logIn(Realm.Credentials.anonymous(false))
    await user.linkCredentials(Realm.Credentials.google({ redirectUrl }))
    assert.deepStrictEqual(user.identities.map(({ providerType }) => providerType), ["anon-user", "oauth2-google"])
    await user.refreshAccessToken()
  })

  it("is told that somebody refused", async () => {
    inWindowOf({ decision: "deny" })
    const app = new Realm.App({ id: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
    const failure = await app.logIn(Realm.Credentials.google({ redirectUrl })).catch(String)
    assert.include(String(failure), "Failed to decode 'authInfo'")
  })
})
