/** What the command does at a terminal: questions, colour, Ctrl-C. */
import { start } from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { once } from "node:events"
import { apiServer } from "./apiServer.ts"
import { makeHome } from "./command.ts"
import { startInTerminal } from "./terminal.ts"

const serviceAccount = { ATLAS_BEARER_CLIENT_ID: "mdb_sa_id_0", ATLAS_BEARER_CLIENT_SECRET: "mdb_sa_sk_not-to-be-seen" }

// `script` of other systems takes other flags.
describe.runIf(process.platform === "linux")("at a terminal", () => {
  it("asks for e-mail and password, which nobody sees", async () => {
    await using emulator = await start({ port: 0 })
    await using home = await makeHome({ ATLAS_BEARER_BASE_URL: emulator.url })
    const login = startInTerminal(home, "login")
    await login.type("App id", "myapp-abcde\r")
    await login.type("E-mail", "test@example.com\r")
    await login.type("Password", "password\r")
    assert.strictEqual(await login.ended, 0)
    assert.include(login.screen(), "Logged in to myapp-abcde")
    assert.notInclude(login.screen(), "password")

    const coloured = startInTerminal(home, "whoami")
    const plain = startInTerminal(home, "whoami", { NO_COLOR: "1" })
    assert.deepStrictEqual(await Promise.all([coloured.ended, plain.ended]), [0, 0])
    assert.include(coloured.screen(), "\u001B[2m")
    assert.notInclude(plain.screen(), "\u001B[")
  })

  it("ends a question with Ctrl-C, and keeps nothing", async () => {
    await using home = await makeHome()
    const login = startInTerminal(home, "login --app myapp-abcde")
    await login.type("E-mail", "\u0003")
    assert.strictEqual(await login.ended, 130)
    assert.strictEqual((await home.run(["whoami"])).code, 3)
  })

  it("counts a wait down in one line, which is gone before the reply is printed", async () => {
    let asked = 0
    await using server = await apiServer(() =>
      asked++ === 0 ? { status: 429, headers: { "retry-after": "3" } } : { status: 200, body: "{\"done\":true}" }
    )
    await using home = await makeHome({ ATLAS_BEARER_BASE_URL: server.url, ...serviceAccount })
    const waiting = startInTerminal(home, "fetch --service-account /")
    assert.strictEqual(await waiting.ended, 0)
    const [reply, ...lines] = waiting.screen().split("\r\u001B[K").toReversed()
    assert.strictEqual(reply, "{\"done\":true}")
    // A busy machine may miss a second.
    assert.isAbove(lines.length, 2)
    for (const line of lines.slice(0, -1)) {
      assert.match(line, /^Waiting [123] s, as the server asks\. Ctrl-C ends it\.$/)
    }
  })

  it.each([["that erases nothing", "", { TERM: "dumb" }], ["of a program", "--json", {}]])(
    "tells a wait once at a terminal %s",
    async (_, flags, env) => {
      let asked = 0
      await using server = await apiServer(() => ({
        status: asked++ === 0 ? 429 : 200,
        headers: { "retry-after": "1" }
      }))
      await using home = await makeHome({ ATLAS_BEARER_BASE_URL: server.url, ...serviceAccount })
      const waiting = startInTerminal(home, `fetch --service-account ${flags} /`, env)
      assert.strictEqual(await waiting.ended, 0)
      assert.strictEqual(waiting.screen().match(/waiting/gi)?.length, 1)
      assert.notInclude(waiting.screen(), "\u001B[K")
    }
  )

  it("ends a wait with Ctrl-C", async () => {
    await using server = await apiServer(() => ({ status: 429, headers: { "retry-after": "50" } }))
    await using home = await makeHome({ ATLAS_BEARER_BASE_URL: server.url, ...serviceAccount })
    const waiting = startInTerminal(home, "fetch --service-account /")
    await waiting.type("Waiting 50 s", "\u0003")
    assert.strictEqual(await waiting.ended, 130)
    assert.isTrue(waiting.screen().endsWith("\r\u001B[K"), "the line is gone")
  })
})

describe("without a terminal", () => {
  it("does not ask, and says what to give instead", async () => {
    await using home = await makeHome()
    const noUser = await home.run(["login", "--app", "myapp-abcde"])
    assert.strictEqual(noUser.code, 2)
    assert.include(noUser.stderr, "--username")
    const noPassword = await home.run(["login", "--app", "myapp-abcde", "--username", "test@example.com"])
    assert.strictEqual(noPassword.code, 2)
    assert.include(noPassword.stderr, "--secret-stdin")
  })

  it("ends with the signal that a script sends, and says nothing when nobody reads", async () => {
    await using server = await apiServer((path) =>
      path === "/wait"
        ? { status: 429, headers: { "retry-after": "50" } }
        : { status: 200, body: "x".repeat(5_000_000) }
    )
    await using home = await makeHome({ ATLAS_BEARER_BASE_URL: server.url, ...serviceAccount })
    for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
      const waiting = home.start(["fetch", "--service-account", "/wait"])
      const [told] = await once(waiting.stderr, "data")
      assert.include(String(told), "Waiting 50 s")
      waiting.kill(signal)
      assert.deepStrictEqual(await once(waiting, "close"), [code, null])
    }

    const unread = home.start(["fetch", "--service-account", "/big"])
    let stderr = ""
    unread.stderr.on("data", (text) => {
      stderr += text
    })
    await once(unread.stdout, "data")
    unread.stdout.destroy()
    assert.deepStrictEqual(await once(unread, "close"), [141, null])
    assert.strictEqual(stderr, "")
  })
})
