import { Refused, Unreachable } from "@atlas-bearer/core/ApiError"
import { NotLoggedIn } from "@atlas-bearer/core/AppUsers"
import { InvalidPassword } from "@atlas-bearer/core/ClientError"
import { ClientSecretUnavailable } from "@atlas-bearer/core/ClientSecret"
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import { InvalidClient } from "@atlas-bearer/core/OAuthError"
import { RateLimited } from "@atlas-bearer/core/RateLimited"
import { SessionEnded } from "@atlas-bearer/core/SessionEnded"
import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import * as ExitCode from "../src/ExitCode.ts"
import { usage } from "../src/internal/Failed.ts"

const refusedWith = (status: number) => new Refused({ operation: "login", status, description: "no" })

describe("ExitCode.of", () => {
  it.each([
    ["a wrong option", new InvalidOption({ option: "baseUrl", reason: "must be a URL" }), 2],
    ["nobody logged in", new NotLoggedIn({ userId: "1" }), 3],
    ["a session that ended", new SessionEnded({ description: "revoked" }), 3],
    ["a wrong password", new InvalidPassword({ description: "no" }), 4],
    ["a wrong client secret", new InvalidClient({ description: "no" }), 4],
    ["a refusal without a name", refusedWith(403), 4],
    ["a limit", new RateLimited({ description: "slow down" }), 5],
    ["silence", new Unreachable({ operation: "login", origin: "https://example.com", reason: "ENOTFOUND" }), 6],
    ["a server that is down", refusedWith(503), 6],
    ["a secret that is nowhere", new ClientSecretUnavailable({ cause: usage("Set it.") }), 2],
    ["a secret that cannot be read", new ClientSecretUnavailable({ cause: new Error("no") }), 1],
    ["a defect", new TypeError("oops"), 1],
    ["no error", undefined, 1]
  ])("knows %s", (_, error, code) => assert.strictEqual(ExitCode.of(error), code))
})

describe("ExitCode.meanings", () => {
  it("are those of the README", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8")
    const rows = [...readme.matchAll(/^\| (\d+) +\| (.*?) +\|$/gm)].map(([, code, meaning]) => [Number(code), meaning])
    assert.deepStrictEqual(rows, ExitCode.meanings.map(([code, meaning]) => [code, meaning]))
  })
})
