import { Emulator, EmulatorClock } from "@atlas-bearer/emulator"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { temporaryFile } from "./temporaryFile.ts"

const rejection = (promise: Promise<unknown>) => promise.then(() => "accepted", (error: unknown) => error)

describe("Emulator", () => {
  it.each<[string, Parameters<typeof Emulator.start>[0]]>([
    ["port", { port: -1 }],
    ["port", { port: 1.5 }],
    ["host", { host: "" }],
    ["store", { store: "" }],
    ["publicUrl", { publicUrl: "nowhere" }],
    ["tokenRateLimit", { tokenRateLimit: "10 a minute" }],
    ["tokenQuota", { tokenQuota: 0 }],
    ["ipAccessList", { ipAccessList: ["127.0.0.1", "localhost"] }],
    ["atlasRateLimit", { atlasRateLimit: "often" }],
    ["customUserData.userIdField", { customUserData: { collection: "users", userIdField: "" } }],
    ["authFunctionName", { authFunctionName: "none" }],
    ["emailPassword.resetFunctionName", { functions: { a: () => 1 }, emailPassword: { resetFunctionName: "b" } }]
  ])("names %s when that option cannot work", async (option, options) => {
    assert.include(await rejection(Emulator.start(options)), { _tag: "InvalidOption", option })
  })

  // As JavaScript gives them.
  it.each([
    ["options", "null"],
    ["options", "9090"],
    ["host", "{ \"host\": null }"],
    ["import", "{ \"import\": 5 }"],
    ["host", "{ \"host\": 127 }"],
    ["redirectUris", "{ \"redirectUris\": \"http://localhost:3000/\" }"],
    ["ipAccessList", "{ \"ipAccessList\": \"10.0.0.0/8\" }"],
    ["tls", "{ \"tls\": \"no\" }"],
    ["functions", "{ \"functions\": { \"sum\": 3 } }"],
    ["services", "{ \"services\": { \"mongodb-atlas\": { \"find\": {} } } }"]
  ])("names %s when that option is %s", async (option, options) => {
    assert.include(await rejection(Emulator.start(JSON.parse(options))), { _tag: "InvalidOption", option })
  })

  it("moves its clock alone, and the Date field with it", async () => {
    await using emulator = await Emulator.start()
    await emulator.clock.freeze()
    await emulator.clock.set(Date.UTC(2031, 0, 1))
    await emulator.clock.advance("90 minutes")
    assert.strictEqual(emulator.clock.now(), Date.UTC(2031, 0, 1, 1, 30))
    const response = await fetch(`${emulator.url}/__emulator/clock`)
    assert.strictEqual(response.headers.get("date"), "Wed, 01 Jan 2031 01:30:00 GMT")
    assert.include(await response.json(), { now: Date.UTC(2031, 0, 1, 1, 30), frozen: true })
  })

  it("has a clock that another process follows", async () => {
    await using emulator = await Emulator.start()
    await using clock = await EmulatorClock.follow(emulator.url)
    assert.approximately(clock.now(), emulator.clock.now(), 500)
    const woken = clock.sleep(3_600_000, new AbortController().signal)
    await emulator.clock.freeze()
    await emulator.clock.advance("2 hours")
    await woken
    assert.strictEqual(clock.now(), emulator.clock.now())
    const abort = new AbortController()
    const sleep = clock.sleep(1_000, abort.signal)
    abort.abort()
    assert.include(await rejection(sleep), { name: "AbortError" })
  })

  it("says why a clock cannot be followed", async () => {
    const controlToken = "a-control-token-4711"
    await using guarded = await Emulator.start({ controlToken })
    const messages = await Promise.all([
      EmulatorClock.follow(guarded.url),
      EmulatorClock.follow(guarded.url, { controlToken, app: "nobody-abcde" }),
      EmulatorClock.follow("http://127.0.0.1:1"),
      EmulatorClock.follow("127.0.0.1")
    ].map(async (following) => String(await rejection(following))))
    const expected = [/answered 401: the control plane needs its token/, /answered 404: cannot find app/]
    const all = [...expected, /No emulator answers at http:\/\/127\.0\.0\.1:1\./, /Option url is not an absolute URL/]
    all.forEach((pattern, index) => assert.match(messages[index] ?? "", pattern))
    assert.notInclude(messages.join(), controlToken)
  })

  it("names its public URL in the location of an app", async () => {
    await using emulator = await Emulator.start({ publicUrl: "https://auth.example.com/" })
    const response = await fetch(`${emulator.url}/api/client/v2.0/app/myapp-abcde/location`)
    assert.propertyVal(await response.json(), "hostname", "https://auth.example.com")
  })

  it.live("goes by the settings of this start, not by those that its store remembers", () =>
    Effect.gen(function*() {
      const store = yield* temporaryFile
      const logIn = async (options: Parameters<typeof Emulator.start>[0], email: string) => {
        await using emulator = await Emulator.start({ ...options, store })
        const lup = `${emulator.url}/api/client/v2.0/app/myapp-abcde/auth/providers/local-userpass`
        const post = (path: string, body: unknown) =>
          fetch(`${lup}/${path}`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify(body)
          })
        await post("register", { email, password: "a-long-password" })
        return (await post("login", { username: email, password: "a-long-password" })).status
      }
      const first = yield* Effect.promise(() => logIn({ emailPassword: { autoConfirm: false } }, "a@example.com"))
      const second = yield* Effect.promise(() => logIn({}, "b@example.com"))
      assert.deepStrictEqual([first, second], [401, 200])
    }))

  it("keeps the e-mails that it does not send, to be read in code and from another process", async () => {
    await using emulator = await Emulator.start({ emailPassword: { autoConfirm: false } })
    const mailbox = `${emulator.url}/__emulator/mailbox`
    for (const email of ["a@example.com", "b@example.com"]) {
      await fetch(`${emulator.url}/api/client/v2.0/app/myapp-abcde/auth/providers/local-userpass/register`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email, password: "a-long-password" })
      })
    }
    const all = await emulator.mailbox.messages()
    assert.deepStrictEqual(all.map(({ purpose, to }) => [purpose, to]), [
      ["confirm", "a@example.com"],
      ["confirm", "b@example.com"]
    ])
    assert.deepStrictEqual(await (await fetch(mailbox)).json(), all)
    assert.deepStrictEqual(await (await fetch(`${mailbox}?to=b%40example.com`)).json(), all.slice(1))
    assert.strictEqual((await fetch(mailbox, { method: "DELETE" })).status, 204)
    assert.isEmpty(await emulator.mailbox.messages())
  })

  it("says so to whoever uses it after its end, and ends once", async () => {
    const emulator = await Emulator.start()
    await emulator[Symbol.asyncDispose]()
    const uses = [
      () => emulator.reset(),
      () => emulator.snapshot(),
      () => emulator.clock.advance("1 second"),
      () => emulator.control.createApp(),
      () => emulator.journal.entries()
    ]
    for (const use of uses) {
      const error: unknown = await use().then(() => undefined, (error: unknown) => error)
      assert.instanceOf(error, Error)
      assert.propertyVal(error, "message", "This emulator has been disposed of.")
    }
    await emulator[Symbol.asyncDispose]()
  })

  it.live("is a layer too", () =>
    Effect.gen(function*() {
      const { url } = yield* Emulator.Emulator
      const { now } = yield* VirtualClock
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/)
      assert.isNumber(yield* now)
    }).pipe(Effect.provide(Emulator.layer())))
})
