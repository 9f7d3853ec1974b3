/** The vendor's own commands, byte for byte, run by the real curl. Only hosts and placeholders are replaced. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import type * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert } from "@effect/vitest"
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { promisify } from "node:util"

const run = promisify(execFile)

export const commandsOf = (page: string) =>
  readFileSync(new URL(`fixtures/pages/${page}.txt`, import.meta.url), "utf8").split(/\n\n(?=\s*curl )/)

export interface Answer {
  readonly status: number
  readonly body: string
}

/** Somebody who reads the pages with this emulator for a host. */
export const readerOf = (emulator: Emulator.Running) => {
  /** Puts in the host, the app and the tokens, and presses enter. */
  const curl = async (command: string, placeholders: Readonly<Record<string, string>> = {}): Promise<Answer> => {
    const filled = Object.entries({
      "https://realm.mongodb.com": emulator.url,
      "https://stitch.mongodb.com": emulator.url,
      "https://cloud.mongodb.com": emulator.url,
      "<yourappid-abcde>": DefaultSeed.app.clientAppId,
      "<APP NAME>": DefaultSeed.app.clientAppId,
      "<API KEY>": JSON.stringify(DefaultSeed.serverApiKey),
      "{groupId}": DefaultSeed.app.groupId,
      "{appId}": DefaultSeed.app.id,
      ...placeholders
    }).reduce((text, [placeholder, value]) => text.replaceAll(placeholder, value), command.trimEnd())
    const { stdout } = await run("sh", ["-c", `${filled} --silent --show-error --write-out '\\n%{http_code}'`])
    const end = stdout.lastIndexOf("\n")
    return { status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end) }
  }

  /** Anonymously. */
  const logIn = async () => {
    const path = `${emulator.url}/api/client/v2.0/app/${DefaultSeed.app.clientAppId}/auth/providers/anon-user/login`
    const session: unknown = await (await fetch(path, { method: "POST" })).json()
    assert.isObject(session)
    assert.property(session, "access_token")
    assert.property(session, "refresh_token")
    return session as { readonly access_token: string; readonly refresh_token: string }
  }

  return { curl, logIn }
}
