/** The code of the documentation: it compiles, it runs, and its commands exist. */
import { start } from "@atlas-bearer/emulator/Emulator"
import { freePort } from "@atlas-bearer/servers/freePort"
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { promisify } from "node:util"
import { compile } from "../src/blocks/compile.ts"
import { known } from "../src/blocks/known.ts"
import { allBlocks } from "../src/blocks/markdown.ts"
import { run } from "../src/blocks/run.ts"
import { runPlaywright } from "../src/blocks/runPlaywright.ts"
import { curlCommands, shellProblems } from "../src/blocks/shell.ts"
import { write } from "../src/blocks/written.ts"

const blocks = allBlocks()
const inTypeScript = blocks.filter(({ language, words }) => language === "ts" && !words.has("no-check"))
const inShell = blocks.filter(({ language }) => language === "sh")

describe("the code of the documentation", () => {
  it("says what it is", () => {
    const languages = new Set(blocks.map(({ language }) => language))
    assert.isEmpty([...languages].filter((language) => !["ts", "sh", "json", "yaml", "text"].includes(language)))
    for (const { code, language } of blocks) if (language === "json") JSON.parse(code)
  })

  it("compiles against the built packages, and runs", { timeout: 120_000 }, async () => {
    const state = mkdtempSync(path.join(tmpdir(), "atlas-bearer-docs-"))
    try {
      const url = `http://127.0.0.1:${await freePort()}`
      const written = write(inTypeScript, url, state)
      assert.deepStrictEqual(compile(written), [])
      const forNode = written.filter(({ block: { words } }) => !words.has("no-run") && !words.has("playwright"))
      assert.deepStrictEqual(await run(forNode, url), [])
    } finally {
      rmSync(state, { recursive: true })
    }
  })

  it("for Playwright tests a page like the one that it is about", { timeout: 60_000 }, async () => {
    assert.deepStrictEqual(await runPlaywright(inTypeScript.filter(({ words }) => words.has("playwright"))), [])
  })
})

describe("the commands of the documentation", () => {
  it("exist, with their flags", async () => {
    assert.deepStrictEqual(shellProblems(inShell, await known()), [])
  })

  it("for curl are answered by the emulator", async () => {
    await using emulator = await start({ port: 0 })
    const commands = curlCommands(inShell)
    assert.isNotEmpty(commands)
    for (const { at, words } of commands) {
      const line = words.join(" ").replaceAll("http://127.0.0.1:9090", emulator.url)
      const { stdout } = await promisify(execFile)("bash", ["-c", `${line} --silent --show-error --fail-with-body`])
      assert.match(stdout, /^[{[]/, at)
    }
  })
})
