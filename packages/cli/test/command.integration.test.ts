/** The command line itself: usage errors, help, completion, GraphQL, verification. */
import { administrator, app } from "@atlas-bearer/emulator/DefaultSeed"
import { start } from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { makeHome } from "./command.ts"

const secret = "eyJ-not-to-be-seen"

describe("the command line", () => {
  it("says what is wrong with exit code 2, and never repeats a value", async () => {
    await using home = await makeHome()
    const wrong = [
      ["token", secret],
      ["login", `--password=${secret}`],
      ["token", "--profile", `../${secret}`],
      ["login", "--provider", secret],
      ["verify", secret],
      [secret],
      ["graphql", "-q", "{ a }", "--var", secret],
      ["revoke", "--service-account"],
      ["login", "--service-account", "--client-id", "mdb_sa_id_0", "--client-secret-file", secret],
      ["fetch", "-H", `X-One: ${secret}\nX`, "/"]
    ]
    for (const { code, stderr, stdout } of await Promise.all(wrong.map((args) => home.run(args)))) {
      assert.strictEqual(code, 2, stderr)
      assert.strictEqual(stdout, "")
      assert.match(stderr, /^Error: \S/)
      assert.notInclude(stderr, secret)
    }
  })

  it("says what can be given instead of a wrong choice", async () => {
    await using home = await makeHome()
    const [provider, port] = await Promise.all([
      home.run(["login", "--provider", "nobody"]),
      home.run(["emulator", "--port", "many"])
    ])
    const sentence =
      "Wrong value for --provider. Give local-userpass, api-key, custom-token, custom-function or anon-user."
    assert.include(provider.stderr, sentence)
    assert.include(port.stderr, "Wrong value for --port. Give a number.")
  })

  it("has help with examples, on stdout, without colour in a pipe", async () => {
    await using home = await makeHome()
    const commands = [
      "login",
      "token",
      "fetch",
      "graphql",
      "whoami",
      "decode",
      "verify",
      "logout",
      "revoke",
      "emulator"
    ]
    const root = await home.stdoutOf(["--help"])
    for (const name of commands) assert.include(root, `\n  ${name} `)
    const help = await home.stdoutOf(["fetch", "--help"])
    assert.include(help, "EXAMPLES")
    assert.include(help, "--max-time SECONDS")
    assert.notInclude(root + help, "\u001B")
  })

  it("completes flags in bash, and has scripts for zsh and fish", async () => {
    await using home = await makeHome()
    const [bash, zsh, fish] = await Promise.all(
      ["bash", "zsh", "fish"].map((shell) => home.stdoutOf(["completion", shell]))
    )
    const tried = `${bash}
COMP_LINE="atlas-bearer login --pro" COMP_POINT=24 COMP_CWORD=2
COMP_WORDS=(atlas-bearer login --pro)
_atlas_bearer atlas-bearer --pro login
echo "\${COMPREPLY[@]}"`
    assert.strictEqual(execFileSync("bash", { input: tried, encoding: "utf8" }).trim(), "--provider --profile")
    for (const script of [bash, zsh, fish]) {
      for (const word of ["service-account", "profile", "local-userpass"]) assert.include(script, word)
      assert.notMatch(script, /--completions|--no-help/)
    }
    assert.include(zsh, "#compdef atlas-bearer")
    assert.include(fish, "complete -c atlas-bearer")
  })
})

describe("against a server", () => {
  it("executes GraphQL, and verifies the token that it reads", async () => {
    await using emulator = await start({ port: 0 })
    await using home = await makeHome({
      ATLAS_BEARER_BASE_URL: emulator.url,
      ATLAS_BEARER_PRIVATE_KEY: administrator.privateKey
    })
    await home.stdoutOf(["login", "--app", "myapp-abcde", "--provider", "anon-user"])
    const query = "query($year: Int) { movies(query: { year: $year }) { title } }"
    const movies = { movies: [{ title: "Alien" }] }
    const variable = ["--var", "year=1979"]
    assert.deepStrictEqual(JSON.parse(await home.stdoutOf(["graphql", "-q", query, ...variable])), movies)
    const piped = await home.stdoutOf(["graphql", "--json", "-q", "@-", ...variable], { stdin: query })
    assert.deepStrictEqual(JSON.parse(piped), { data: movies })
    const failed = await home.run(["graphql", "-q", "{ nothing }"])
    assert.strictEqual(failed.code, 1)
    assert.include(failed.stderr, "Cannot query field")

    const { groupId, id } = app
    const flags = ["--group-id", groupId, "--app-id", id, "--public-key", administrator.publicKey]
    const token = await home.stdoutOf(["token"])
    const [valid, refused] = await Promise.all(
      [token, `${token.slice(0, -8)}AAAAAAA`].map((stdin) => home.run(["verify", "-", "--json", ...flags], { stdin }))
    )
    assert.include(JSON.parse(valid?.stdout ?? ""), { valid: true })
    assert.strictEqual(refused?.code, 4)
    assert.include(JSON.parse(refused?.stderr ?? "").error, { tag: "TokenInvalid" })
  })
})
