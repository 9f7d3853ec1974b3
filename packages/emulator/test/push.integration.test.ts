/** Devices that register for push notifications, as realm-core does it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"

const { clientAppId } = DefaultSeed.app
const app = `/api/client/v2.0/app/${clientAppId}`

const asking = (url: string) => async (line: string, token?: string, body?: unknown) => {
  const [method = "", path = ""] = line.split(" ")
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const text = await response.text()
  // The shapes are what the tests assert.
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) }
}

const registration = (service: string) => `${app}/push/providers/${service}/registration`

/** An emulator with a session of an anonymous user, on a device of its own. */
const served = (options?: Parameters<typeof Emulator.start>[0]) =>
  Effect.gen(function*() {
    const emulator = yield* Effect.acquireRelease(
      Effect.promise(() => Emulator.start(options)),
      (emulator) => Effect.promise(() => emulator[Symbol.asyncDispose]())
    )
    const ask = asking(emulator.url)
    const body = { options: { device: { platform: "node" } } }
    const login = yield* Effect.promise(() => ask(`POST ${app}/auth/providers/anon-user/login`, undefined, body))
    const { access_token: token, device_id: deviceId, user_id: userId } = login.body
    const registered = async () =>
      (await emulator.control.users(clientAppId)).find(({ id }) => id === userId)?.pushRegistrations
    return { ask, deviceId, registered, token }
  })

describe("a device", () => {
  it.live("is registered with what the push service gave it last, until it says otherwise", () =>
    Effect.gen(function*() {
      const { ask, deviceId, registered, token } = yield* served()
      const path = registration("gcm")
      yield* Effect.promise(async () => {
        for (const registrationToken of ["hello", "hello", "again"]) {
          assert.deepStrictEqual(await ask(`PUT ${path}`, token, { registrationToken }), {
            status: 204,
            body: undefined
          })
          assert.deepStrictEqual(await registered(), [{ deviceId, service: "gcm", registrationToken }])
        }
        for (let time = 0; time < 2; time++) {
          assert.deepStrictEqual(await ask(`DELETE ${path}`, token), { status: 204, body: undefined })
          assert.deepStrictEqual(await registered(), [])
        }
      })
    }))

  it.live("is registered at the app's services alone, by who is logged in", () =>
    Effect.gen(function*() {
      const { ask, registered, token } = yield* served({ services: { news: {} } })
      const body = { registrationToken: "hello" }
      yield* Effect.promise(async () => {
        assert.strictEqual((await ask(`PUT ${registration("news")}`, token, body)).status, 204)
        for (const method of ["PUT", "DELETE"]) {
          const sent = method === "PUT" ? body : undefined
          assert.deepStrictEqual(await ask(`${method} ${registration("gcm_blah")}`, token, sent), {
            status: 404,
            body: { error: "service not found: 'gcm_blah'", error_code: "ServiceNotFound" }
          })
          assert.deepInclude(await ask(`${method} ${registration("news")}`, undefined, sent), { status: 401 })
        }
        assert.deepInclude(await ask(`PUT ${registration("news")}`, token, {}), { status: 400 })
        assert.lengthOf((await registered()) ?? [], 1)
      })
    }))
})

describe("a program that looks whether the server is there", () => {
  it("gets a version, and needs no account for it", async () => {
    await using emulator = await Emulator.start()
    const ask = asking(emulator.url)
    const version = await ask("GET /api/private/v1.0/version")
    assert.deepStrictEqual(version, { status: 200, body: { backend: { git_hash: "0".repeat(40) } } })
    assert.strictEqual((await ask("POST /api/private/v1.0/version")).status, 405)
    assert.strictEqual((await ask("GET /api/private/v1.0/other")).status, 404)
  })
})
