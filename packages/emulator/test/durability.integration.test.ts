/** kill -9 in the middle of logins, renewals and registrations: what was acknowledged is there afterwards. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { DatabaseSync } from "node:sqlite"
import { start } from "./command.ts"
import { temporaryFile } from "./temporaryFile.ts"

const client = "/api/client/v2.0"
// A few in every run; `CONTRIBUTING.md` tells of the long form.
const kills = Number(process.env["ATLAS_BEARER_KILLS"] ?? 12)

/** What a reply told, and nothing before it. */
interface Acknowledged {
  readonly sessions: Set<string>
  readonly revoked: Set<string>
  readonly registered: Set<string>
}

const send = (url: string, method: string, path: string, body?: unknown, token?: string) =>
  fetch(`${url}${client}${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })

const lup = "/app/myapp-abcde/auth/providers/local-userpass"
const password = "long-enough"

/** Works until the server is gone. */
const work = async (url: string, name: string, known: Acknowledged) => {
  for (let step = 0;; step++) {
    const email = `${name}-${step}@example.com`
    const registered = await send(url, "POST", `${lup}/register`, { email, password })
    if (registered.status === 201) known.registered.add(email)
    const login = await send(url, "POST", "/app/myapp-abcde/auth/providers/anon-user/login", {})
    const { refresh_token: token }: { readonly refresh_token: string } = await login.json()
    known.sessions.add(token)
    await send(url, "POST", "/auth/session", undefined, token)
    if (step % 2 === 0) continue
    // From here on until the reply nobody knows.
    known.sessions.delete(token)
    const ended = await send(url, "DELETE", "/auth/session", undefined, token)
    if (ended.status === 204) known.revoked.add(token)
  }
}

const lastOf = (set: ReadonlySet<string>) => [...set].slice(-40)

describe("a store in a file", () => {
  it.effect(`loses nothing that was acknowledged in ${kills} kills`, () =>
    Effect.gen(function*() {
      const store = yield* temporaryFile
      yield* Effect.promise(async () => {
        const known: Acknowledged = { sessions: new Set(), revoked: new Set(), registered: new Set() }
        const hasEnough = () => known.sessions.size > kills && known.revoked.size > 0 && known.registered.size > kills
        // On a busy machine hardly anything is acknowledged before a kill: more of them, until there is something to lose.
        for (let round = 0; round < kills || !hasEnough(); round++) {
          const server = await start("--store", store)
          try {
            const renewal = async (token: string) =>
              (await send(server.url, "POST", "/auth/session", undefined, token)).status
            for (const token of lastOf(known.sessions)) assert.strictEqual(await renewal(token), 201)
            for (const token of lastOf(known.revoked)) assert.strictEqual(await renewal(token), 401)
            for (const username of lastOf(known.registered).slice(-8)) {
              assert.strictEqual((await send(server.url, "POST", `${lup}/login`, { username, password })).status, 200)
            }
            const workers = Array.from({ length: 4 }, (_, worker) =>
              work(server.url, `${round}-${worker}`, known).catch(() => "gone"))
            await new Promise((resolve) =>
              setTimeout(resolve, 20 + (23 * round) % 140)
            )
            await server.kill()
            await Promise.all(workers)
          } finally {
            await server.kill()
          }
        }
        using database = new DatabaseSync(store)
        assert.deepEqual(database.prepare("PRAGMA integrity_check").get(), { integrity_check: "ok" })
      })
    }), 30_000 + kills * 2_000)
})
