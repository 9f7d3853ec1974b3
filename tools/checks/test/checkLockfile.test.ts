import { assert, describe, it } from "vitest"
import { checkLockfile } from "../src/checkLockfile.ts"
import * as Lockfile from "../src/Lockfile.ts"

const integrity = "sha512-x"
const lockfile: Lockfile.Lockfile = {
  "": {},
  "packages/core": { dependencies: { shipped: "1.0.0" } },
  "node_modules/@atlas-bearer/core": { link: true, resolved: "packages/core" },
  "node_modules/shipped": { integrity, license: "MIT", dependencies: { deep: "1.0.0" } },
  "node_modules/shipped/node_modules/deep": { integrity, license: "ISC" },
  "node_modules/tool": { integrity, license: "MPL-2.0", optionalDependencies: { "tool-linux": "1.0.0" } },
  "node_modules/tool-linux": { license: "MIT", optional: true }
}

describe("checkLockfile", () => {
  const broken: ReadonlyArray<readonly [string, Lockfile.Installed, string]> = [
    ["node_modules/shipped", { integrity, license: "GPL-3.0" }, "licence GPL-3.0 is not in the list"],
    ["node_modules/shipped/node_modules/deep", { integrity, license: "MPL-2.0" }, "licence MPL-2.0 is not in the list"],
    ["node_modules/shipped", { integrity }, "licence undefined is not in the list"],
    ["node_modules/tool", { license: "MIT" }, "has no sha512 integrity"],
    ["node_modules/tool", { integrity: "sha1-x", license: "MIT" }, "has no sha512 integrity"],
    ["node_modules/tool", { integrity, license: "MIT", resolved: "git+ssh://git@example.com/x.git" }, "comes from git"],
    [
      "node_modules/tool",
      { integrity, license: "MIT", optionalDependencies: { "tool-darwin": "1.0.0" } },
      "the entry of its optional tool-darwin is missing"
    ]
  ]

  for (const [directory, entry, problem] of broken) {
    it(`refuses ${JSON.stringify(entry)} in ${directory}`, () => {
      const problems = checkLockfile({ ...lockfile, [directory]: entry })
      assert.lengthOf(problems, 1)
      assert.include(problems[0], `${directory}: ${problem}`)
    })
  }

  it("lets tools have licences that packages may not", () => {
    assert.deepStrictEqual(checkLockfile(lockfile), [])
  })

  it("finds nothing in this repository", () => {
    const real = Lockfile.read()
    assert.isTrue(Lockfile.closure(real, "packages/node").has("node_modules/effect"), "it follows our own packages")
    assert.deepStrictEqual(checkLockfile(real), [])
  })
})
