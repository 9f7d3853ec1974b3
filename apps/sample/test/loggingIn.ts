/** Item 1 of the page: log in with each provider, register, log out, who am I. */
import { assert, it } from "@effect/vitest"
import { picture } from "./picture.ts"
import * as Visit from "./Visit.ts"

const providers = [
  ["E-mail and password", "local-userpass"],
  ["Anonymous", "anon-user"],
  ["API key", "api-key"],
  ["Custom JWT", "custom-token"],
  ["Custom function", "custom-function"],
  ["Google", "oauth2-google"],
  ["Facebook", "oauth2-facebook"],
  ["Apple", "oauth2-apple"]
] as const

export const loggingIn = (scene: () => Visit.Scene): void => {
  it("logs in with each provider, says who that is, and logs out", async () => {
    await using visit = await Visit.make(scene())
    const { button, page } = visit
    await picture(page, "logged-out")
    for (const [label, name] of providers) {
      await page.getByLabel("Authentication provider").selectOption({ label })
      await button("Log in").click()
      await page.getByText(name, { exact: true }).waitFor()
      await page.getByText("12 films", { exact: true }).waitFor()
      await button("Log out").click()
      await page.getByRole("heading", { name: "Log in" }).waitFor()
    }
    const [session] = (await page.context().cookies()).filter(({ name }) => name === "session")
    assert.isUndefined(session, "the cookie is taken back")
  })

  it("registers somebody new, who stays logged in when the page is loaded again", async () => {
    await using visit = await Visit.make(scene())
    const { button, open, page } = visit
    await page.getByLabel("E-mail address").fill("fantine@example.com")
    await page.getByLabel("Password", { exact: true }).fill("a-good-password")
    await button("Register and log in").click()
    await page.getByText("fantine@example.com", { exact: true }).waitFor()
    await open()
    await page.getByText("fantine@example.com", { exact: true }).waitFor()
    const [session] = (await page.context().cookies()).filter(({ name }) => name === "session")
    assert.include(session, { httpOnly: true, sameSite: "Lax" })
  })

  it("says what is wrong with a login and with a registration", async () => {
    await using visit = await Visit.make(scene())
    const { alert, button, page } = visit
    await button("Register and log in").click()
    await alert.getByText("This e-mail address is registered already. Log in instead.").waitFor()
    await page.getByLabel("Password", { exact: true }).fill("wrong")
    await button("Log in").click()
    await alert.getByText("invalid username/password").waitFor()
    await picture(page, "login-refused")
    await page.getByLabel("Password", { exact: true }).fill("password")
    // Without a mouse.
    await page.keyboard.press("Enter")
    await page.getByText("12 films", { exact: true }).waitFor()
  })
}
