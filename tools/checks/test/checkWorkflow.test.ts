import { globSync, readFileSync } from "node:fs"
import * as path from "node:path"
import { assert, describe, it } from "vitest"
import { checkWorkflow } from "../src/checkWorkflow.ts"
import { root } from "../src/repository.ts"

const sha = "08c6903cd8c0fde910a37f88322edcfb5dd907a8"
const workflow = (uses: string, permissions = "permissions:\n  contents: read") =>
  `on: push\n${permissions}\njobs:\n  test:\n    steps:\n      - uses: ${uses}\n`

describe("checkWorkflow", () => {
  it("refuses tags, branches and short commits", () => {
    for (const reference of ["v5", "main", sha.slice(0, 12)]) {
      assert.deepStrictEqual(checkWorkflow(workflow(`actions/checkout@${reference} # v5.0.0`)), [
        `actions/checkout@${reference} is not pinned to a commit`
      ])
    }
  })

  it("wants the version beside the commit", () => {
    assert.deepStrictEqual(checkWorkflow(workflow(`actions/checkout@${sha} # v5.0.0`)), [])
    assert.lengthOf(checkWorkflow(workflow(`actions/checkout@${sha}`)), 1)
  })

  it("refuses rights for every job", () => {
    assert.lengthOf(checkWorkflow(workflow(`actions/checkout@${sha} # v5.0.0`, "permissions: write-all")), 1)
    assert.lengthOf(checkWorkflow(workflow(`actions/checkout@${sha} # v5.0.0`, "")), 1)
  })

  it("wants the whole history where changesets runs", () => {
    const rehearsed = (more: string) =>
      `${workflow(`actions/checkout@${sha} # v5.0.0`)}  check:\n    steps:\n${more}      - run: npm run release:check\n`
    assert.deepStrictEqual(checkWorkflow(rehearsed("")), [
      "check runs changesets on a checkout without fetch-depth: 0"
    ])
    assert.deepStrictEqual(checkWorkflow(rehearsed("        with:\n          fetch-depth: 0\n")), [])
  })

  it("finds nothing in this repository", () => {
    const files = globSync(".github/workflows/*.yml", { cwd: root })
    assert.includeMembers(files, [".github/workflows/ci.yml", ".github/workflows/release.yml"])
    assert.deepStrictEqual(
      files.flatMap((file) =>
        checkWorkflow(readFileSync(path.join(root, file), "utf8")).map((what) => `${file}: ${what}`)
      ),
      []
    )
  })
})
