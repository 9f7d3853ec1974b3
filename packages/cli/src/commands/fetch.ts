/** `atlas-bearer fetch URL`: sends a request with the bearer token. */
import * as SystemCode from "@atlas-bearer/core/SystemCode"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as ExitCode from "../ExitCode.ts"
import * as Account from "../internal/Account.ts"
import { attempt } from "../internal/attempt.ts"
import { Failed, usage } from "../internal/Failed.ts"
import * as given from "../internal/given.ts"
import { headerFields } from "../internal/headerFields.ts"
import * as limits from "../internal/limits.ts"
import * as responseBody from "../internal/responseBody.ts"
import { Json } from "../internal/settings.ts"
import * as Target from "../internal/Target.ts"

const flags = {
  ...Target.flags,
  ...Target.secretFlags,
  ...limits.flags,
  method: Flag.String("request").pipe(
    Flag.withAlias("X"),
    Flag.withMetavar("METHOD"),
    Flag.withDescription("By default GET, and POST with --data"),
    Flag.optional
  ),
  header: Flag.String("header").pipe(
    Flag.withAlias("H"),
    Flag.withMetavar("FIELD"),
    Flag.withDescription("A header field as \"Name: value\"; can be given several times"),
    Flag.atLeast(0)
  ),
  data: Flag.String("data").pipe(
    Flag.withAlias("d"),
    Flag.withMetavar("TEXT"),
    Flag.withDescription("What to send, as JSON unless a field says otherwise; @FILE or @- for standard input"),
    Flag.optional
  ),
  include: Flag.Boolean("include").pipe(
    Flag.withAlias("i"),
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription("Print status and header fields before the content")
  )
}

const head = ({ headers, status, statusText }: Response) =>
  [`HTTP ${status} ${statusText}`.trim(), ...Array.from(headers, ([name, value]) => `${name}: ${value}`), ""].join("\n")

/** Each a text, but for the one that cannot be joined. */
const fieldsOf = ({ headers }: Response) => {
  const cookies = headers.getSetCookie()
  return { ...Object.fromEntries(headers), ...(cookies.length > 0 && { "set-cookie": cookies }) }
}

const exitCodeOf = (status: number) => {
  if (status === 429) return ExitCode.rateLimited
  return status >= 500 ? ExitCode.unreachable : ExitCode.refused
}

/** What the global `fetch` says: it asks the origins that get no token. Without a cause it is about the arguments. */
const explain = (error: unknown) => {
  if (!(error instanceof TypeError)) return error
  if (!(error.cause instanceof Error)) return usage("The URL or the method is not valid.")
  return new Failed({
    message: `No reply came (${SystemCode.of(error.cause, error.cause.message)}).`,
    exitCode: ExitCode.unreachable
  })
}

/** The content is printed by then. */
const checkStatus = ({ status, statusText, url }: Response) =>
  status < 400
    ? Effect.void
    : Effect.fail(
      new Failed({
        message: `${new URL(url).pathname} was answered with ${status} ${statusText}`.trim(),
        exitCode: exitCodeOf(status)
      })
    )

export const fetch = Command.make(
  "fetch",
  { ...flags, url: Argument.String("url") },
  (flags) =>
    Effect.scoped(Effect.gen(function*() {
      const contentType = Option.isNone(flags.data) ? [] : ["Content-Type: application/json"]
      const headers = yield* headerFields([...contentType, ...flags.header])
      const body = Option.isNone(flags.data) ? undefined : yield* given.content(flags.data.value)
      const { holder, store } = yield* Account.openHolder(flags)
      const inTime = yield* limits.begin(flags)
      const method = Option.getOrElse(flags.method, () => body === undefined ? "GET" : "POST")
      const response = yield* store.guard(Effect.mapError(
        attempt((signal) =>
          holder.fetch(flags.url, {
            ...limits.of(flags),
            method,
            headers,
            ...(body === undefined ? {} : { body }),
            signal
          })
        ),
        explain
      ))
      yield* store.warn
      if (yield* Json) {
        const content = yield* inTime(responseBody.toJson(response))
        yield* Console.log(`{"status":${response.status},"headers":${JSON.stringify(fieldsOf(response))},${content}}`)
      } else {
        if (flags.include) yield* Console.log(head(response))
        yield* inTime(responseBody.copy(response))
      }
      yield* checkStatus(response)
    }))
).pipe(
  Command.withDescription(
    "Send a request like curl does, with the bearer token. The token goes to the API's origin and to no other. A Retry-After of the server is waited out, and told on stderr; a refused token is renewed once. A status from 400 on is exit code 4, 429 is 5, from 500 on 6."
  ),
  Command.withShortDescription("Send a request with the bearer token"),
  Command.withExamples([
    { command: "atlas-bearer fetch /api/client/v2.0/auth/profile", description: "A path of the API's origin" },
    { command: "atlas-bearer --profile ops fetch /api/atlas/v2/groups | jq .results", description: "Of Atlas" },
    { command: "atlas-bearer fetch -X POST -d @body.json -i URL", description: "Sends a file, shows the header fields" }
  ])
)
