/** The page in a real browser. One browser for all tests; each has a server of its own. */
import * as Chromium from "@atlas-bearer/servers/Chromium"
import { afterAll, assert, beforeAll, describe } from "@effect/vitest"
import { type Browser, chromium } from "playwright-core"
import * as Page from "../src/Page.ts"
import { drawing } from "./drawing.ts"
import { loggingIn } from "./loggingIn.ts"
import { readingMovies } from "./readingMovies.ts"
import type { Scene } from "./Visit.ts"
import { watchingCalls } from "./watchingCalls.ts"
import { watchingTheAccount } from "./watchingTheAccount.ts"
import { watchingTokens } from "./watchingTokens.ts"

const launch = async () => {
  const executablePath = Chromium.find()
  assert.isDefined(executablePath, "Chromium is missing: run node tools/servers/src/installChromium.ts")
  return chromium.launch({
    executablePath,
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-gpu",
      "--disable-quic",
      "--disable-sync",
      "--no-first-run",
      // Chromium's sandbox takes no root; the page is ours, and asks nobody else.
      "--no-sandbox"
    ]
  })
}

// They take seconds. What a busy machine makes of that is no failure.
describe("the page", { timeout: 60_000 }, () => {
  let browser: Browser | undefined
  let scene: Scene | undefined
  beforeAll(async () => {
    const [launched, built] = await Promise.all([launch(), Page.build()])
    browser = launched
    const page = await browser.newPage({ viewport: { width: 1360, height: 900 } })
    page.setDefaultTimeout(20_000)
    scene = { built, page }
  })
  afterAll(() => browser?.close())
  const present = () => {
    if (scene === undefined) throw new Error("There is no browser")
    return scene
  }

  drawing(present)
  loggingIn(present)
  readingMovies(present)
  watchingTokens(present)
  watchingCalls(present)
  watchingTheAccount(present)
})
