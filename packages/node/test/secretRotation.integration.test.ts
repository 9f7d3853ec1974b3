/** A secret is rotated as the vendor's tutorial says, while callers go on. */
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { ServiceAccount } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"

const { clientId, clientSecret } = DefaultSeed.serviceAccount
const account = `/api/atlas/v2/orgs/${DefaultSeed.organization.id}/serviceAccounts/${clientId}`

interface Secret {
  readonly id: string
  readonly secret: string
}

describe("a rotation of the client secret", () => {
  it("fails no call, from the old secret alone to the new one alone", async () => {
    await using emulator = await Emulator.start({ tokenRateLimit: "off", atlasRateLimit: "off" })
    let secrets: string | readonly [string, string] = clientSecret
    const make = () =>
      ServiceAccount.make({ clientId, clientSecret: () => secrets, baseUrl: emulator.url, clock: emulator.clock })
    await using first = make()
    await using second = make()
    await using administrator = make()

    const statuses: Array<number> = []
    const callAll = async () => {
      const calls = [first, second].flatMap((each) =>
        Array.from({ length: 10 }, () => each.fetch("/api/atlas/v2/groups"))
      )
      for (const response of await Promise.all(calls)) statuses.push(response.status)
    }
    /** Every token expires, so that the next calls need a secret. */
    const later = (time: "61 minutes" | "7 days") => emulator.clock.advance(time)
    const manage = async (
      path: string,
      init: { readonly method: string; readonly body?: string }
    ): Promise<Response> => {
      const response = await administrator.fetch(`${account}${path}`, {
        ...init,
        headers: { "content-type": "application/json" }
      })
      assert.isTrue(response.ok, `${init.method} ${path}: ${response.status}`)
      return response
    }

    await callAll()
    const { secrets: [old] }: { readonly secrets: readonly [Secret] } = await (await manage("", { method: "GET" }))
      .json()
    const body = JSON.stringify({ secretExpiresAfterHours: 8760 })
    const young: Secret = await (await manage("/secrets", { method: "POST", body })).json()
    // The callers do not know of it yet.
    await later("61 minutes")
    await callAll()

    secrets = [clientSecret, young.secret]
    await later("61 minutes")
    await callAll()

    // The old secret has ended by itself, and the callers still hold both.
    await later("7 days")
    await callAll()
    await manage(`/secrets/${old.id}`, { method: "DELETE" })
    await later("61 minutes")
    await callAll()

    secrets = young.secret
    await later("61 minutes")
    await callAll()

    assert.deepStrictEqual(statuses, Array.from({ length: 120 }, () => 200))
    const stale = ServiceAccount.make({ clientId, clientSecret, baseUrl: emulator.url, clock: emulator.clock })
    assert.include(await stale.getAccessToken().catch((error: unknown) => error), { _tag: "InvalidClient" })
    await stale[Symbol.asyncDispose]()
  })
})
