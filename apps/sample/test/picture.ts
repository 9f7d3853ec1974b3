/** Keeps how the page looks, in light and dark, and has axe look for what shuts people out. */
import { assert } from "@effect/vitest"
import axe, { type AxeResults, type RunOptions } from "axe-core"
import { fileURLToPath } from "node:url"
import type { Page } from "playwright-core"

const directory = fileURLToPath(new URL("../screenshots/", import.meta.url))

/** Only the colours differ between light and dark. */
const rules = { light: undefined, dark: ["color-contrast"] }

interface Loaded {
  readonly axe: { readonly run: (options: RunOptions) => Promise<AxeResults> }
}

const violations = (page: Page, runOnly: Array<string> | undefined): Promise<ReadonlyArray<string>> =>
  page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as Loaded
    const { violations } = await axe.run({ resultTypes: ["violations"], ...(runOnly && { runOnly }) })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)
  }, runOnly)

/** Transitions end first, or axe would measure a colour on its way, and the chart is drawn. */
const settled = (page: Page) =>
  page.evaluate(async () => {
    await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined)))
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
  })

export const picture = async (page: Page, state: string): Promise<void> => {
  // What a page's policy forbids is no matter to the browser's own tools.
  await page.evaluate(`globalThis.axe || (() => { ${axe.source} })()`)
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme })
    await settled(page)
    await page.screenshot({ path: `${directory}${state}-${colorScheme}.png`, fullPage: true })
    assert.deepStrictEqual(await violations(page, rules[colorScheme]), [], `${state}, ${colorScheme}`)
  }
}
