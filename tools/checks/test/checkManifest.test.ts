import { assert, describe, it } from "vitest"
import { checkManifest } from "../src/checkManifest.ts"
import { readWorkspaces, root } from "../src/repository.ts"

const published = readWorkspaces(root).filter(({ directory }) => directory.startsWith("packages/"))
const axios = published.find(({ directory }) => directory === "packages/axios")?.manifest ?? assert.fail()

describe("checkManifest", () => {
  const broken = [
    [{ keywords: ["one"] }, "keywords: at least five"],
    [{ homepage: "https://example.com" }, "homepage must be the README"],
    [
      { repository: { url: "git+https://github.com/somebody/else.git", directory: "packages/axios" } },
      "repository.url"
    ],
    [{ sideEffects: null }, "sideEffects must list files"],
    [{ files: ["dist"] }, "files must have src, dist and CHANGELOG.md"],
    [{ engines: {} }, "engines.node"],
    [{ peerDependencies: {} }, "peerDependencies must have axios"],
    [{ dependencies: { axios: "1.21.1" } }, "dependencies must not have axios"],
    [{ dependencies: { jose: "^6.2.17" } }, "dependencies.jose must be an exact version"],
    [{ private: true }, "private must not be set"]
  ] as const

  for (const [change, problem] of broken) {
    it(`refuses ${JSON.stringify(change)}`, () => {
      const problems = checkManifest("packages/axios", { ...axios, ...change })
      assert.lengthOf(problems, 1)
      assert.include(problems[0], `packages/axios/package.json: ${problem}`)
    })
  }

  it("refuses types that come after the code", () => {
    const exports = {
      ".": { "@atlas-bearer/source": "./src/index.ts", default: "./dist/index.js", types: "./dist/index.d.ts" },
      "./internal/*": null,
      "./package.json": "./package.json"
    }
    const [problem] = checkManifest("packages/axios", { ...axios, exports })
    assert.include(problem, "exports[\".\"] must have @atlas-bearer/source,types,default, in this order")
  })

  it("finds nothing in this repository", () => {
    assert.isAtLeast(published.length, 7)
    assert.deepStrictEqual(published.flatMap(({ directory, manifest }) => checkManifest(directory, manifest)), [])
  })
})
