/** Item 2 of the page: the movies by GraphQL; sort, search, and errors that say what to do. */
import { assert, it } from "@effect/vitest"
import type { Page } from "playwright-core"
import { picture } from "./picture.ts"
import * as Visit from "./Visit.ts"

const graphql = "/api/client/v2.0/app/*/graphql"

const titles = (page: Page) => page.getByRole("region", { name: "Films" }).getByRole("rowheader").allTextContents()

export const readingMovies = (scene: () => Visit.Scene): void => {
  it("sorts the movies by asking again, and searches what is here, by keyboard alone", async () => {
    await using visit = await Visit.make(scene())
    const { button, logIn, movies, page } = visit
    await logIn()
    await picture(page, "logged-in")
    assert.strictEqual((await titles(page)).length, 12)

    await button("Year").press("Enter")
    await page.getByRole("columnheader", { name: "Year" }).and(page.locator("[aria-sort=ascending]")).waitFor()
    await page.waitForFunction(() => document.querySelector("tbody th")?.textContent === "Metropolis")
    await button(/^Year/).press("Enter")
    await page.waitForFunction(() => document.querySelector("tbody th")?.textContent === "Spirited Away")
    const bodies = (await movies.emulator.journal.entries()).filter(({ url }) => url.endsWith("/graphql"))
    assert.strictEqual(bodies.length, 3, "each order is one question")

    await page.getByLabel("Search title, director or year").fill("kurosawa")
    await page.getByText("1 film", { exact: true }).waitFor()
    assert.deepStrictEqual(await titles(page), ["Seven Samurai"])
    await page.getByLabel("Search title, director or year").fill("nothing like it")
    await page.getByText("0 films", { exact: true }).waitFor()
  })

  it("keeps what it has when the API is down, says so, and tries again", async () => {
    await using visit = await Visit.make(scene())
    const { alert, button, logIn, movies, page } = visit
    await logIn()
    await movies.emulator.faults.arm({ match: { path: graphql }, action: { type: "status", status: 503 } })
    await button("Read again").click()
    await alert.getByText("The API answered 503, and trying again did not help. Your login is kept: try again.")
      .waitFor()
    assert.strictEqual((await titles(page)).length, 12)
    await picture(page, "movies-down")
    await movies.emulator.faults.clear()
    await button("Try again").click()
    await alert.waitFor({ state: "detached" })
  })

  it("asks to log in again when the session was ended elsewhere", async () => {
    await using visit = await Visit.make(scene())
    const { button, logIn, movies, page } = visit
    await logIn()
    const { control } = movies.emulator
    for (const { id } of await control.sessions("myapp-abcde")) await control.revokeSession("myapp-abcde", id)
    await movies.emulator.clock.advance("31 minutes")
    await button("Read again").click()
    await page.getByText("Your session has ended. Log in again.").waitFor()
  })
}
