import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { HelpDoc } from "effect/cli/HelpDoc"
import { allHelp } from "../src/helpOf.ts"
import { manPage } from "../src/manPage.ts"

const page = Effect.map(
  allHelp,
  (help) => manPage({ ...help, exitCodes: [[5, "too many requests"]], files: [["~/.a", "what"]] })
)

describe("the man page", () => {
  it.effect("has every command with its flags and examples, and where each variable counts", () =>
    Effect.gen(function*() {
      const text = yield* page
      for (const { help, name } of (yield* allHelp).subcommands) {
        const [, section = ""] = text.split(`.SS ${name}\n`)
        for (const flag of help.flags) {
          assert.include(section.split(".SS ")[0], `\\-\\-${flag.name.replaceAll("-", "\\-")}`)
        }
        assert.isNotEmpty(help.examples, name)
      }
      assert.include(text, ".TP\n\\fB5\\fR\ntoo many requests")
      assert.include(text, ".TP\n\\fI~/.a\\fR\nwhat")
      assert.include(text, ".TP\n\\fBATLAS_BEARER_PROFILE\\fR\nevery command")
      assert.include(text, ".TP\n\\fBATLAS_BEARER_PASSWORD\\fR\nlogin")
    }))

  it.effect("prints what roff would take for a request", () =>
    Effect.gen(function*() {
      const { root, subcommands } = yield* allHelp
      const odd: HelpDoc = { ...root, description: ".netrc\n'a' \\d" }
      const text = manPage({ root: odd, subcommands, exitCodes: [], files: [] })
      assert.include(text, "\\&.netrc\n\\&'a' \\ed")
    }))
})

describe("the command line", () => {
  it.effect("takes no secret from an argument", () =>
    Effect.map(allHelp, ({ root, subcommands }) => {
      const flags = [root, ...subcommands.map(({ help }) => help)].flatMap(({ flags }) => flags.map(({ name }) => name))
      const suspicious = new Set(flags.filter((name) => /secret|password|token|key|jwt|payload/.test(name)))
      assert.sameMembers([...suspicious], ["secret-stdin", "client-secret-file", "public-key", "token-rate-limit"])
    }))
})
