/** Item 5 of the page: the service account's window of ten requests, its tokens, and its secret. */
import { DefaultSeed } from "@atlas-bearer/emulator"
import { ServiceAccount } from "@atlas-bearer/node"
import { assert, it } from "@effect/vitest"
import { picture } from "./picture.ts"
import * as Visit from "./Visit.ts"

export const watchingTheAccount = (scene: () => Visit.Scene): void => {
  it("fills ten dots with token requests, has the eleventh wait, and frees them as the minute passes", async () => {
    await using visit = await Visit.make(scene())
    const { button, movies, page } = visit
    const used = page.getByRole("meter", { name: "Token requests in the last minute" })
    const dots = (count: number) =>
      page.waitForFunction((count) => document.querySelectorAll(".dot.used").length === count, count)
    for (let count = 0; count < 11; count++) await button("Start another process").click()
    await dots(10)
    assert.strictEqual(await used.getAttribute("aria-valuetext"), "10 of 10 used")
    await page.getByText("10 of 100 tokens alive").waitFor()
    const gates = page.getByRole("list", { name: "Gates" })
    await gates.getByText(/closed by Retry-After, opens in (?:60|5\d) s, 1 waits/).waitFor()
    await picture(page, "window-full")
    await movies.emulator.clock.advance("61 seconds")
    await page.getByText("11 of 100 tokens alive").waitFor()
    await dots(1)
  })

  it("rotates the secret and revokes the token, while calls go on", async () => {
    await using visit = await Visit.make(scene())
    const { button, movies, page } = visit
    await button("Send one call").click()
    await page.getByText("1 of 100 tokens alive").waitFor()
    await button("Rotate secret").click()
    await page.getByText(/^Secret in force: [\da-f]{24}$/).waitFor()
    await using old = ServiceAccount.make({ ...DefaultSeed.serviceAccount, baseUrl: movies.emulator.url })
    assert.include(await old.getAccessToken().catch((error: unknown) => error), { _tag: "InvalidClient" })
    await button("Revoke token").click()
    await page.getByText("0 of 100 tokens alive").waitFor()
    await page.getByText("over: the next use gets a new one").waitFor()
    await button("Send one call").click()
    await page.getByText("1 of 100 tokens alive").waitFor()
    await picture(page, "rotated")
  })

  it("says so when a rotation fails, and the account goes on with the secret it has", async () => {
    await using visit = await Visit.make(scene())
    const { alert, button, movies, page } = visit
    await movies.emulator.faults.arm({
      match: { path: "/api/atlas/v2/orgs/*", method: "POST" },
      action: { type: "status", status: 500 }
    })
    await button("Rotate secret").click()
    await alert.getByText("The API answered 500").waitFor()
    await picture(page, "rotation-failed")
    await button("Start another process").click()
    await page.getByText("2 of 100 tokens alive").waitFor()
  })
}
