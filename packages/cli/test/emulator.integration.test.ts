/** `emulator`: it serves until it is interrupted, and shows its page. */
import { assert, describe, it } from "@effect/vitest"
import { once } from "node:events"
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises"
import * as path from "node:path"
import { createInterface } from "node:readline"
import { setTimeout } from "node:timers/promises"
import { type Home, makeHome } from "./command.ts"

interface Ready {
  readonly ready: boolean
  readonly url: string
  readonly page: string
}

const startEmulator = async (home: Home, flags: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) => {
  const child = home.start(["emulator", "--port", "0", "--json", ...flags], { env })
  const [line] = await once(createInterface(child.stdout), "line")
  const ready: Ready = JSON.parse(line)
  return { child, ready }
}

/** Takes the place of every system's opener. */
const writeOpener = async (home: Home, script: string) => {
  const folder = path.join(home.path, "bin")
  await mkdir(folder)
  for (const name of ["open", "xdg-open"]) {
    await writeFile(path.join(folder, name), `#!/bin/sh\n${script}\n`)
    await chmod(path.join(folder, name), 0o755)
  }
  return folder
}

describe("emulator", () => {
  it("serves until it is interrupted", async () => {
    await using home = await makeHome()
    const { child, ready } = await startEmulator(home, [])
    assert.isTrue(ready.ready)
    const taken = await home.run(["emulator", "--port", new URL(ready.url).port])
    assert.strictEqual(taken.code, 1)
    assert.include(taken.stderr, "Take another port, or 0 for one that is free. (EADDRINUSE)")
    child.kill("SIGINT")
    assert.deepStrictEqual(await once(child, "close"), [0, null])
  })

  it("opens its page in the browser, which it does not wait for", async () => {
    await using home = await makeHome()
    const folder = await writeOpener(
      home,
      `printf %s "$1" > ${home.path}/opened.part; mv ${home.path}/opened.part ${home.path}/opened; sleep 5`
    )
    const { child, ready } = await startEmulator(home, ["--open"], { PATH: `${folder}:/usr/bin:/bin` })
    const opened = async (): Promise<string> =>
      readFile(path.join(home.path, "opened"), "utf8").catch(() => setTimeout(20).then(opened))
    assert.strictEqual(await opened(), ready.page)
    const page = await fetch(ready.page)
    assert.include(page.headers.get("content-type"), "text/html")
    child.kill("SIGTERM")
    assert.deepStrictEqual(await once(child, "close"), [0, null])
  })

  it.each([["is none", undefined], ["fails", "exit 3"]])("tells the address when the opener %s", async (_, script) => {
    await using home = await makeHome()
    const folder = script === undefined ? home.path : await writeOpener(home, script)
    const { child, ready } = await startEmulator(home, ["--open"], { PATH: folder })
    const [told] = await once(child.stderr, "data")
    assert.strictEqual(String(told), `No browser opened. The emulator's page is ${ready.page}\n`)
    child.kill("SIGTERM")
    assert.deepStrictEqual(await once(child, "close"), [0, null])
  })
})
