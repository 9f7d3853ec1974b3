/** Item 3 of the page: the life of each token, the clock that is moved, and renewals. */
import { assert, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { picture } from "./picture.ts"
import * as Visit from "./Visit.ts"

const bar = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ has: page.getByText(name, { exact: true }) })

const secondsLeft = async (page: Page, name: string): Promise<number> =>
  Number(await page.getByRole("meter", { name: `Life of the token: ${name}` }).getAttribute("aria-valuenow"))

const holders = ["This page", "Server, in your name", "Administrator"]

export const watchingTokens = (scene: () => Visit.Scene): void => {
  it("shows each token's life, and its renewal when the clock is moved", async () => {
    await using visit = await Visit.make(scene())
    const { button, logIn, page } = visit
    await page.getByText("No token yet.").waitFor()
    await logIn()
    await button("Send one call").click()
    for (const name of [...holders, "Service account"]) await bar(page, name).getByText("1st token").waitFor()
    // Renewal is due from 70 to 80 % on; the marks stand where so much is left.
    const mark = await bar(page, "Service account").locator(".renewal").evaluate((element) => element.style.cssText)
    assert.match(mark, /left: (?:20|19\.9\d*)%; width: (?:10|10\.0\d*)%/)

    await button("Advance 29 minutes").click()
    for (const name of holders) await bar(page, name).getByText("token 2: renewed 1 time").waitFor()
    await page.getByText("The emulator's clock is 29 min ahead.").waitFor()
    for (const name of holders) assert.isAbove(await secondsLeft(page, name), 1700, name)
    const account = await secondsLeft(page, "Service account")
    assert.isAtMost(account, 31 * 60, "29 of its 60 minutes are over")
    await picture(page, "advanced")

    await button("Advance 29 minutes").click()
    await bar(page, "Service account").getByText("token 2: renewed 1 time").waitFor()
    await page.getByText("12 films", { exact: true }).waitFor()
  })

  it("uses the old token while renewals are down, says so when it ends, and recovers", async () => {
    await using visit = await Visit.make(scene())
    const { alert, button, logIn, movies, page } = visit
    await logIn()
    await button("Renewal down").click()
    await page.getByText("Renewals are down").waitFor()
    await button("Advance 29 minutes").click()
    await bar(page, "Server, in your name").getByText("due for renewal").waitFor()
    await page.getByText("12 films", { exact: true }).waitFor()
    await picture(page, "renewal-down")

    await movies.emulator.clock.advance("2 minutes")
    await button("Read again").click()
    await alert.first().waitFor()
    await page.getByRole("heading", { name: "Who am I" }).waitFor()
    await button("Renewal down").click()
    await page.getByText("No fault is armed.").waitFor()
    // Who was told to wait waits.
    await movies.emulator.clock.advance("1 minute")
    await page.waitForFunction(
      () => {
        const again = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Try again")
        again?.click()
        return again === undefined
      },
      undefined,
      { polling: 500 }
    )
    await bar(page, "This page").getByText("token 2: renewed 1 time").waitFor()
  })
}
