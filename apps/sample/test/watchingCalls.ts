/** Item 4 of the page: the timeline, and faults. */
import { assert, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { picture } from "./picture.ts"
import * as Visit from "./Visit.ts"

/** What the table says of the last call of this name. */
const lastCall = (page: Page, name: string) =>
  page.getByRole("region", { name: "The last calls" }).getByRole("row").filter({
    has: page.getByRole("rowheader", { name, exact: true })
  }).first()

const openTable = (page: Page) => page.getByText("The last calls as a table").click()

export const watchingCalls = (scene: () => Visit.Scene): void => {
  it("shows how a call waits at the gate for as long as Retry-After says", async () => {
    await using visit = await Visit.make(scene())
    const { button, movies, page } = visit
    await openTable(page)
    await button("429, Retry-After 5").click()
    await page.getByText("429, Retry-After 5 → projects").waitFor()
    await button("Send one call").click()
    const gate = page.getByRole("list", { name: "Gates" })
    await gate.getByText(/closed by Retry-After, opens in [1-5]\.\d s, 1 waits/).waitFor()
    await lastCall(page, "GET /groups").getByText(/429, waited/).waitFor()
    await page.getByText("No fault is armed.").waitFor()
    const early = await gate.textContent()
    await page.waitForFunction((early) => document.querySelector(".gates")?.textContent !== early, early)
    await picture(page, "waiting")
    await movies.emulator.clock.advance("5 seconds")
    await lastCall(page, "GET /groups").getByText(/429, waited .* s, 200$/).waitFor()
    await gate.getByRole("listitem").waitFor({ state: "detached" })
  })

  it("shows what is retried, what is replayed after a 401, and what was lost", async () => {
    await using visit = await Visit.make(scene())
    const { button, logIn, page } = visit
    await logIn()
    await openTable(page)
    const send = async (fault: string, name: string, story: RegExp) => {
      await button(fault).click()
      await page.getByRole("status").getByText("→").waitFor()
      await button("Send one call").click()
      await lastCall(page, name).getByText(story).waitFor()
      await page.getByText("No fault is armed.").waitFor()
    }
    await send("503", "GET /groups", /503, rested .*s, (?:waited .*)?200$/)
    await send("Reset connection", "GET /groups", /ECONNRESET, rested .*s, (?:waited .*)?200$/)
    await send("401 once", "GET /groups", /401, renewed the token, (?:waited .*)?200$/)
    await page.getByLabel("Movies (GraphQL)").check()
    await send("401 once", "POST /graphql", /401, renewed the token, (?:waited .*)?200$/)
    await send("503", "POST /graphql", /503, rested .*s, (?:waited .*)?200$/)
    await picture(page, "faults")
  })

  it("fires 60 calls at once, beside a client that knows no better", async () => {
    await using visit = await Visit.make(scene(), { atlasRateLimit: "20:20/1s" })
    const { button, page } = visit
    await button("Fire 60 calls at once").click()
    await page.getByRole("list", { name: "Gates" }).getByText(/GET \/groups (?:closed by|goes at).*, \d+ wait/)
      .waitFor()
    await page.locator(".side.ours").getByText(/^[2-5]\d of 60$/).waitFor()
    await picture(page, "burst")
    await page.waitForFunction(() => [...document.querySelectorAll("progress")].every(({ value }) => value === 60))
    const count = async (kind: string) => Number(await page.locator(`.side.${kind} .big`).first().textContent())
    assert.isAtMost(await count("ours"), 75, "next to no request is wasted")
    assert.isAtLeast(
      await count("naive"),
      1.2 * await count("ours"),
      "the naive client asks more often than it is answered"
    )
    await picture(page, "burst-done")
  })

  it("says that the server is gone, and comes back with it", async () => {
    await using visit = await Visit.make(scene())
    const { page } = visit
    const events = "**/lab/events"
    await page.route(events, (route) => route.abort())
    await visit.open()
    await page.getByText("Not connected: is the server still running?").waitFor()
    await picture(page, "not-connected")
    await page.unroute(events)
    await visit.open()
    await page.getByText("Not connected: is the server still running?").waitFor({ state: "detached" })
  })
}
