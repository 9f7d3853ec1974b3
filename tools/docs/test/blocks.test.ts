import { assert, describe, it } from "@effect/vitest"
import { blocksOf } from "../src/blocks/Block.ts"
import { missingIn } from "../src/blocks/names.ts"
import { curlCommands, type Known, shellProblems } from "../src/blocks/shell.ts"

const markdown = `# Title

\`\`\`ts no-run
const a = 1
\`\`\`

- a list:

  \`\`\`sh
  npm test
    npm start
  \`\`\`
`

describe("blocksOf", () => {
  it("knows where the code begins, and what the info string says", () => {
    const [first, second] = blocksOf("a.md", markdown)
    assert.include(first, { file: "a.md", line: 4, language: "ts", code: "const a = 1\n" })
    assert.deepStrictEqual(first?.words, new Set(["no-run"]))
    assert.include(second, { line: 10, language: "sh", code: "npm test\n  npm start\n" })
  })
})

describe("missingIn", () => {
  const given = ["app", "user", "token"]

  it.each([
    ["use(app, user)", ["app", "user"]],
    ["import { app } from \"x\"\nuse(app)", []],
    ["const { app, x: [user] } = y\nuse(app, user, token)", ["token"]],
    ["await using app = make()\nlet token: string", []],
    ["other.app.user", []],
    ["export const app = 1", []]
  ])("finds what %s takes for granted", (code, missing) => assert.deepStrictEqual(missingIn(code, given), missing))
})

describe("shellProblems", () => {
  const known: Known = {
    scripts: new Set(["test"]),
    packages: new Set(["@atlas-bearer/cli"]),
    flags: new Map([
      ["atlas-bearer", new Set(["--help", "--json"])],
      ["atlas-bearer fetch", new Set(["--json", "-i"])],
      ["atlas-bearer-emulator", new Set(["--port"])]
    ])
  }
  const problemsOf = (code: string) =>
    shellProblems([{ file: "a.md", line: 7, language: "sh", words: new Set(), code }], known)

  it.each([
    "npm ci && npm test # everything",
    "npm install --global @atlas-bearer/cli",
    "TOKEN=1 atlas-bearer --json fetch -i \\\n  /path | jq .a",
    "npx atlas-bearer-emulator --port=1"
  ])("finds nothing wrong with %s", (code) => assert.deepStrictEqual(problemsOf(code), []))

  it.each([
    ["npm run tests", "there is no npm script tests"],
    ["npm install @atlas-bearer/command", "there is no package @atlas-bearer/command"],
    ["jq . | atlas-bearer fetch --head", "atlas-bearer fetch has no flag --head"],
    ["atlas-bearer sing", "atlas-bearer has no such command"],
    ["npx atlas-bearer-emulator -p", "atlas-bearer-emulator has no flag -p"],
    ["atlas", "there is no command atlas"]
  ])(
    "finds what is wrong with %s",
    (code, problem) => assert.deepStrictEqual(problemsOf(`\n${code}`), [`a.md:8: ${problem}`])
  )

  it("gives a command that goes on over several lines as one", () => {
    const code = "curl --request POST \\\n  http://a/"
    const [command] = curlCommands([{ file: "a.md", line: 1, language: "sh", words: new Set(), code }])
    assert.deepStrictEqual(command?.words, ["curl", "--request", "POST", "http://a/"])
  })
})
