import { baseFolder } from "@atlas-bearer/emulator/cli/baseFolder"
import { assert, describe, it } from "@effect/vitest"
import * as path from "node:path"
import { afterEach, vi } from "vitest"

afterEach(() => vi.unstubAllEnvs())

describe("The folder of files", () => {
  it.each([undefined, "", "me", "./me"])("is never in the current folder, with HOME %j", (home) => {
    vi.stubEnv("HOME", home)
    vi.stubEnv("XDG_STATE_HOME", "state")
    const folder = baseFolder("XDG_STATE_HOME", ".local", "state")
    assert.isTrue(path.isAbsolute(folder), folder)
    assert.isTrue(folder.endsWith(path.join(".local", "state", "atlas-bearer")), folder)
  })

  it("is where the variable says, or else below HOME", () => {
    vi.stubEnv("XDG_STATE_HOME", undefined)
    vi.stubEnv("HOME", path.resolve("/home/me"))
    assert.strictEqual(
      baseFolder("XDG_STATE_HOME", ".local", "state"),
      path.resolve("/home/me/.local/state/atlas-bearer")
    )
    vi.stubEnv("XDG_STATE_HOME", path.resolve("/state"))
    assert.strictEqual(baseFolder("XDG_STATE_HOME", ".local", "state"), path.resolve("/state/atlas-bearer"))
  })
})
