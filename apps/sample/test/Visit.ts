/**
 * A visit to a server of its own, whose port makes it another origin for the browser. All use one page, which is warm: a new one
 * costs more than most tests. Whoever ends a visit looks for tokens where none may be.
 */
import { DefaultSeed } from "@atlas-bearer/emulator"
import { assert } from "@effect/vitest"
import type { ConsoleMessage, Locator, Page, Response } from "playwright-core"
import * as Movies from "../src/Movies.ts"
import type * as BuiltPage from "../src/Page.ts"

export interface Visit extends AsyncDisposable {
  readonly page: Page
  readonly movies: Movies.Movies
  readonly button: (name: string | RegExp) => Locator
  /** What the page says to everybody, or what went wrong. */
  readonly alert: Locator
  readonly logIn: () => Promise<void>
  /** Goes to the page again, as a reload does. */
  readonly open: () => Promise<void>
}

export interface Scene {
  readonly page: Page
  readonly built: BuiltPage.Page
}

const { administrator, customToken, serverApiKey, serviceAccount } = DefaultSeed

/** What nobody but the server may have. */
const secrets = [administrator.privateKey, customToken.secret, serviceAccount.clientSecret]
/** A token of any kind, a sealed cookie, and a made secret. */
const token = /eyJ[\w-]{8,}\.[\w-]*\.|mdb_sa_sk_\w/

/** Their answers carry a token to the page: the access token, or what an identity provider says of a visitor. */
const carriers = /^\/(?:auth\/login\/|auth\/refresh$|identity\/)/

const assertClean = (text: string, where: string) => {
  assert.notMatch(text, token, where)
  for (const secret of secrets) assert.notInclude(text, secret, where)
}

/** A reply of any kind is no news in the console; everything else is. */
const isReply = (text: string) =>
  /^Failed to load resource: (?:the server responded with a status of|net::ERR_FAILED$)/.test(text)

/** Everything that the server tells its pages. */
const listen = async (url: string, signal: AbortSignal) => {
  let text = ""
  const response = await fetch(`${url}/lab/events`, { signal })
  const reading = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString()
  })().catch(() => undefined)
  return async () => {
    await reading
    return text
  }
}

type Options = Omit<Movies.Options, "page"> & {
  /** By default "reduce": the chart steps, and drawing does not keep the machine busy. */
  readonly reducedMotion?: "reduce" | "no-preference"
}

export const make = async (
  { built, page }: Scene,
  { reducedMotion = "reduce", ...options }: Options = {}
): Promise<Visit> => {
  const movies = await Movies.start({ atlasRateLimit: "off", page: built, ...options })
  await page.emulateMedia({ colorScheme: "light", reducedMotion })
  const said: Array<string> = []
  const responses: Array<Response> = []
  const heard = (message: ConsoleMessage) => void said.push(message.text())
  const failed = ({ message }: Error) => void said.push(message)
  const answered = (response: Response) => void responses.push(response)
  page.on("console", heard).on("pageerror", failed).on("response", answered)
  const ending = new AbortController()
  const news = await listen(movies.url, ending.signal)

  const open = async () => {
    await page.goto(movies.url)
    await page.getByRole("heading", { name: /^(?:Log in|Who am I)$/ }).waitFor()
  }
  await open()

  const look = async () => {
    for (const response of responses) {
      const { origin, pathname } = new URL(response.url())
      assert.strictEqual(origin, movies.url, "nobody else is asked")
      if (pathname === "/lab/events") continue
      // A body is gone when the page has left before it came.
      const body = await response.text().catch(() => "")
      if (!carriers.test(pathname)) assertClean(body, pathname)
      else assert.isAtMost(body.match(/eyJ[\w-]+\.eyJ/g)?.length ?? 0, 1, `${pathname} carries one token`)
    }
    const dom = await page.content()
    assertClean(dom, "DOM")
    assert.notInclude(dom, serverApiKey)
    assertClean(
      JSON.stringify(await page.context().storageState({ indexedDB: true }).then(({ origins }) => origins)),
      "storage"
    )
    assertClean(await page.evaluate(() => `${document.cookie} ${JSON.stringify(sessionStorage)}`), "storage")
    assertClean(said.join("\n"), "console")
    assert.deepStrictEqual(said.filter((text) => !isReply(text)), [], "the console is silent")
  }

  return {
    page,
    movies,
    open,
    button: (name) => page.getByRole("button", typeof name === "string" ? { name, exact: true } : { name }),
    alert: page.getByRole("alert"),
    logIn: async () => {
      await page.getByRole("button", { name: "Log in", exact: true }).click()
      await page.getByText("12 films", { exact: true }).waitFor()
    },
    [Symbol.asyncDispose]: async () => {
      try {
        await look()
      } finally {
        page.off("console", heard).off("pageerror", failed).off("response", answered)
        await page.goto("about:blank")
        await page.unrouteAll()
        await page.context().clearCookies()
        await movies[Symbol.asyncDispose]()
        ending.abort()
      }
      assertClean(await news(), "events")
    }
  }
}
