/** What `npm start` is told: `--port N`, or the environment's `PORT`. */
import { parseArgs } from "node:util"

/** The port, 0 for a free one, or what is wrong. */
export const port = (
  args: ReadonlyArray<string>,
  env: Readonly<Record<string, string | undefined>>
): number | { readonly wrong: string } => {
  const wrong = (why: string) => ({ wrong: `${why}\nUsage: npm start -- [--port N], or PORT=N npm start` })
  let text: string | undefined
  try {
    text = parseArgs({ args: [...args], options: { port: { type: "string", short: "p" } } }).values.port
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
  const given = text ?? (env["PORT"] || undefined)
  if (given === undefined) return 0
  const found = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN
  return found <= 65_535
    ? found
    : wrong(`The port must be a whole number from 0 to 65535, not ${JSON.stringify(given)}.`)
}
