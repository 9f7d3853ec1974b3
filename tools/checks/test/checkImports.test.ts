import { assert, describe, it } from "vitest"
import { checkImports, importsOf } from "../src/checkImports.ts"
import { readManifest, readWorkspaces, root } from "../src/repository.ts"

const workspaces = readWorkspaces(root)
const testTools = new Set(Object.keys(readManifest(root).devDependencies ?? {}))

/** What is wrong with one file of one of our workspaces. */
const check = (directory: string, file: string, code: string) =>
  checkImports(
    workspaces.flatMap((workspace) =>
      workspace.directory === directory ? [{ ...workspace, files: { [file]: code } }] : []
    ),
    testTools
  )

describe("importsOf", () => {
  it("finds every form of import and ignores what only looks like one", () => {
    const code = `
      import * as a from "a"
      import type { B } from "b"
      import { type C, c } from "c"
      import "d"
      export * as E from "./e.ts"
      export type { F } from "f"
      const g = await import("g")
      // import "comment"
      const text = 'import "text"'`
    assert.deepStrictEqual(
      importsOf(code).map(({ specifier, typeOnly }) => typeOnly ? `type ${specifier}` : specifier),
      ["a", "type b", "c", "d", "./e.ts", "type f", "g"]
    )
  })
})

describe("checkImports", () => {
  const refused = [
    ["packages/core", "src/A.ts", "node:fs", "without Node's modules"],
    ["packages/core", "src/A.ts", "fs/promises", "without Node's modules"],
    ["packages/core", "src/A.ts", "ky", "effect and nothing else"],
    ["packages/core", "src/A.ts", "@effect/platform-node/NodeHttpClient", "effect and nothing else"],
    ["packages/core", "src/A.ts", "@atlas-bearer/node/App", "effect and nothing else"],
    ["packages/core", "src/A.ts", "@atlas-bearer/core/Bearer", "by its relative path"],
    ["packages/core", "src/A.ts", "effect", "not the root"],
    ["packages/core", "src/A.ts", "effect/http-api", "not the root"],
    ["packages/node", "src/A.ts", "@effect/platform-node", "not the root"],
    ["packages/node", "src/A.ts", "@atlas-bearer/emulator/Emulator", "point one way"],
    ["packages/node", "src/A.ts", "ky", "not a dependency"],
    ["packages/node", "src/A.ts", "../../core/src/Bearer.ts", "leaves its package"],
    ["packages/node", "src/A.ts", "../test/stub.ts", "leaves src/"],
    ["packages/node", "test/A.test.ts", "../../core/src/Bearer.ts", "leaves its package"],
    ["packages/node", "test/A.test.ts", "@atlas-bearer/core/src/Bearer", "what the package exports"],
    ["packages/core", "test/A.test.ts", "@atlas-bearer/emulator/Emulator", "not a dependency"],
    ["apps/sample", "src/main.ts", "@atlas-bearer/core/internal/decode", "what the package exports"],
    ["apps/sample", "src/main.ts", "ky", "not a dependency"]
  ] as const

  for (const [directory, file, specifier, why] of refused) {
    it(`refuses "${specifier}" in ${directory}/${file}`, () => {
      const [problem, ...rest] = check(directory, file, `export * from "${specifier}"`)
      assert.include(problem, `${directory}/${file}: "${specifier}": `)
      assert.include(problem, why)
      assert.deepStrictEqual(rest, [])
    })
  }

  const allowed = [
    ["packages/core", "src/endpoints/A.ts", "../Bearer.ts"],
    ["packages/core", "src/A.ts", "effect/http-api/HttpApiEndpoint"],
    ["packages/core", "test/A.test.ts", "@atlas-bearer/core/Bearer"],
    ["packages/core", "test/A.test.ts", "../src/internal/decode.ts"],
    ["packages/core", "test/A.test.ts", "node:fs"],
    ["packages/core", "test/A.test.ts", "vitest"],
    ["packages/core", "test/A.test.ts", "effect"],
    ["packages/node", "src/A.ts", "@atlas-bearer/core/Bearer"],
    ["packages/node", "src/A.ts", "@effect/platform-node/NodeHttpClient"],
    ["packages/node", "src/A.ts", "node:fs"],
    ["packages/node", "test/A.test.ts", "@atlas-bearer/emulator/Emulator"],
    ["apps/sample", "src/main.ts", "@atlas-bearer/emulator"]
  ] as const

  for (const [directory, file, specifier] of allowed) {
    it(`allows "${specifier}" in ${directory}/${file}`, () => {
      assert.deepStrictEqual(check(directory, file, `export * from "${specifier}"`), [])
    })
  }

  it("allows the type of a root", () => {
    assert.deepStrictEqual(check("packages/core", "src/A.ts", `import type { Effect } from "effect"`), [])
  })

  it("finds nothing in this repository", () => {
    assert.deepStrictEqual(checkImports(workspaces, testTools), [])
  })
})
