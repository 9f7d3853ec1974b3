/** `npm start`: builds the page, starts the server, and ends with Ctrl-C. */
import * as Arguments from "./Arguments.ts"
import * as Movies from "./Movies.ts"
import * as Page from "./Page.ts"

const hintOf = (error: unknown, port: number): string => {
  const code = error instanceof Error && "code" in error ? error.code : undefined
  if (code === "EADDRINUSE") {
    return `Somebody else listens on port ${port}. Take another, or leave --port out for a free one.`
  }
  if (code === "EACCES") return `Port ${port} is not for you. Take one from 1024.`
  return String(error)
}

/** Milliseconds. */
const samePress = 500

const run = async (port: number) => {
  const started = performance.now()
  const page = await Page.build()
  const movies = await Movies.start({ page, port })

  let endsSince: number | undefined
  const end = async () => {
    const now = performance.now()
    if (endsSince !== undefined) {
      // Who is in a hurry presses twice. What comes at once is the same Ctrl-C, which npm passes on to who has it already.
      if (now - endsSince > samePress) process.exit(1)
      return
    }
    endsSince = now
    await movies[Symbol.asyncDispose]()
    process.exit(0)
  }
  process.on("SIGINT", () => void end())
  process.on("SIGTERM", () => void end())

  console.log(
    `Movies, built and started in ${((performance.now() - started) / 1000).toFixed(1)} s. Open this in a browser:\n`
  )
  console.log(`${movies.url}\n`)
  console.log("Everything runs on this machine. Ctrl-C ends it.")
}

const port = Arguments.port(process.argv.slice(2), process.env)
if (typeof port === "number") {
  await run(port).catch((error: unknown) => {
    console.error(hintOf(error, port))
    process.exitCode = 1
  })
} else {
  console.error(port.wrong)
  process.exitCode = 2
}
