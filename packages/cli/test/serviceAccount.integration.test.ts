/** Tokens of a service account: shared by all processes, its secret never in an argument. */
import { assert, describe, it } from "@effect/vitest"
import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises"
import * as path from "node:path"
import { apiServer } from "./apiServer.ts"
import { makeHome } from "./command.ts"

const clientSecret = "mdb_sa_sk_not-to-be-seen"
const inEnvironment = { ATLAS_BEARER_CLIENT_ID: "mdb_sa_id_0", ATLAS_BEARER_CLIENT_SECRET: clientSecret }
const token = ["token", "--service-account"]

const ready = async (env: Readonly<Record<string, string>> = inEnvironment) => {
  const server = await apiServer(() => ({ status: 200 }))
  const home = await makeHome({ ATLAS_BEARER_BASE_URL: server.url, ...env })
  const stack = new AsyncDisposableStack()
  stack.use(server)
  stack.use(home)
  return {
    server,
    home,
    tokens: path.join(home.path, ".local/state/atlas-bearer/tokens/default"),
    [Symbol.asyncDispose]: () => stack.disposeAsync()
  }
}

describe("a service account's token", () => {
  it("costs one request for 50 processes at once, and none for those after them", { timeout: 90_000 }, async () => {
    await using account = await ready()
    const printed = await Promise.all(Array.from({ length: 50 }, () => account.home.stdoutOf(token)))
    assert.deepStrictEqual(new Set(printed), new Set(["token-1\n"]))
    const later = await account.home.stdoutOf([...token, "--json"], { env: { ATLAS_BEARER_CLIENT_SECRET: "" } })
    assert.deepStrictEqual(JSON.parse(later), { accessToken: "token-1", tokenType: "Bearer" })
    assert.strictEqual(account.server.secrets.length, 1)
  })

  it("comes from the store without loading what sends requests, or serves them", async () => {
    await using account = await ready()
    await account.home.stdoutOf(token)
    const coverage = path.join(account.home.path, "coverage")
    await account.home.stdoutOf(token, { env: { NODE_V8_COVERAGE: coverage } })
    const [file = ""] = await readdir(coverage)
    const { result }: { readonly result: ReadonlyArray<{ readonly url: string }> } = JSON.parse(
      await readFile(path.join(coverage, file), "utf8")
    )
    const loaded = result.flatMap(({ url }) => url.startsWith("file:") ? [url.slice(url.lastIndexOf("/") + 1)] : [])
    assert.isTrue(loaded.some((name) => /^cli-.*\.cjs$/.test(name)))
    assert.isEmpty(loaded.filter((name) => /undici|agent|http|emulator|graphql/i.test(name)))
    // Module by module it would be hundreds, and three times as slow.
    assert.isBelow(loaded.length, 35)
  })

  it("comes from the store without loading Node's own fetch", async () => {
    await using account = await ready()
    await account.home.stdoutOf(token)
    const trap = `for (const name of ["fetch", "Headers", "Request", "Response", "FormData"])
      Object.defineProperty(globalThis, name, { get: () => { throw new Error(name + " is loaded") } })`
    const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(trap)}` }
    assert.strictEqual(await account.home.stdoutOf(token, { env }), "token-1\n")
  })

  it("needs a secret from elsewhere than the arguments", async () => {
    await using account = await ready({ ATLAS_BEARER_CLIENT_ID: "mdb_sa_id_0" })
    const { code, stderr } = await account.home.run(token)
    assert.strictEqual(code, 2)
    assert.include(stderr, "ATLAS_BEARER_CLIENT_SECRET")
    const given = await account.home.run([...token, "--secret-stdin"], { stdin: `${clientSecret}\n` })
    assert.deepStrictEqual(given, { code: 0, stdout: "token-1\n", stderr: "" })
    assert.deepStrictEqual(account.server.secrets, [clientSecret])
  })

  it("has a profile that names the secret's file, and refuses one that others may read", async () => {
    await using account = await ready({})
    const { home, server } = account
    const file = path.join(home.path, "secret")
    await writeFile(file, `${clientSecret}\n`, { mode: 0o600 })
    await home.stdoutOf(["login", "--service-account", "--client-id", "mdb_sa_id_0", "--client-secret-file", file])
    const profile = path.join(home.path, ".config/atlas-bearer/profiles/default.json")
    assert.notInclude(await readFile(profile, "utf8"), clientSecret)
    assert.strictEqual((await stat(profile)).mode & 0o777, 0o600)
    assert.strictEqual(await home.stdoutOf(["token"]), "token-1\n")
    await home.stdoutOf(["login", "--service-account"])
    assert.strictEqual(await home.stdoutOf(["token"]), "token-2\n")
    await home.stdoutOf(["revoke"])
    assert.deepStrictEqual(server.asked.map(({ path }) => path), ["/api/oauth/revoke"])
    await chmod(file, 0o640)
    const { code, stderr } = await home.run(["token"])
    assert.strictEqual(code, 1)
    assert.include(stderr, `chmod go= `)
    assert.notInclude(stderr, clientSecret)
  })

  it("is asked for with the secret of the flag's file, whatever the environment has", async () => {
    await using account = await ready({ ATLAS_BEARER_CLIENT_SECRET: "mdb_sa_sk_of-another-time" })
    const file = path.join(account.home.path, "secret")
    await writeFile(file, clientSecret, { mode: 0o600 })
    const login = ["login", "--service-account", "--client-id", "mdb_sa_id_0", "--client-secret-file", file]
    await account.home.stdoutOf(login)
    assert.deepStrictEqual(account.server.secrets, [clientSecret])
  })

  it("needs no home folder", async () => {
    await using account = await ready()
    for (const HOME of ["/dev/null", "/nonexistent"]) {
      const { code, stdout } = await account.home.run(token, { env: { HOME } })
      assert.deepStrictEqual([code, stdout.startsWith("token-")], [0, true])
    }
  })

  it("is not taken from a store that others may read", async () => {
    await using account = await ready()
    await account.home.stdoutOf(token)
    const [file = ""] = await readdir(account.tokens)
    const record = path.join(account.tokens, file)
    assert.strictEqual((await stat(record)).mode & 0o777, 0o600)
    const refuse = async () => {
      const { code, stderr, stdout } = await account.home.run(token)
      assert.strictEqual(code, 1)
      assert.strictEqual(stdout, "")
      assert.include(stderr, "Run chmod go= on it")
    }
    await chmod(record, 0o644)
    await refuse()
    await chmod(record, 0o600)
    await chmod(account.tokens, 0o755)
    await refuse()
    assert.strictEqual(account.server.secrets.length, 1)
  })

  it("is printed with a warning where nothing can be kept", async () => {
    await using account = await ready()
    // A folder cannot be made below a file, whoever asks: the tests may run as root, whom no mode keeps out.
    for (const folder of [".local/state", ".cache"]) {
      await mkdir(path.dirname(path.join(account.home.path, folder)), { recursive: true })
      await writeFile(path.join(account.home.path, folder), "")
    }
    const { code, stderr, stdout } = await account.home.run(token)
    assert.strictEqual(code, 0)
    assert.strictEqual(stdout, "token-1\n")
    assert.match(stderr, /^Warning: Tokens cannot be kept in .*Set XDG_STATE_HOME/)
    const login = await account.home.run(["login", "--app", "myapp-abcde", "--provider", "anon-user"])
    assert.strictEqual(login.code, 1)
    assert.match(login.stderr, /XDG_STATE_HOME/)
  })
})
