/** `atlas-bearer graphql`: executes a GraphQL operation as the user. */
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Account from "../internal/Account.ts"
import { attempt } from "../internal/attempt.ts"
import { other, usage } from "../internal/Failed.ts"
import * as given from "../internal/given.ts"
import * as limits from "../internal/limits.ts"
import { print } from "../internal/output.ts"
import * as Target from "../internal/Target.ts"

const flags = {
  app: Target.flags.app,
  baseUrl: Target.flags.baseUrl,
  ...limits.flags,
  query: Flag.String("query").pipe(
    Flag.withAlias("q"),
    Flag.withMetavar("TEXT"),
    Flag.withDescription("The document; @FILE, or @- for standard input")
  ),
  variables: Flag.String("var").pipe(
    Flag.withMetavar("NAME=VALUE"),
    Flag.withDescription("A variable: JSON, or else a text; can be given several times"),
    Flag.atLeast(0)
  ),
  operationName: Flag.String("operation-name").pipe(
    Flag.withMetavar("NAME"),
    Flag.withDescription("Which operation of the document"),
    Flag.optional
  )
}

const fromJson = Schema.decodeOption(Schema.fromJsonString(Schema.Json))

const variable = (text: string) => {
  const [, name, value] = /^([_A-Za-z]\w*)=(.*)$/s.exec(text) ?? []
  return name === undefined || value === undefined
    ? Effect.fail(usage("A variable has to be given as NAME=VALUE."))
    : Effect.succeed<readonly [string, typeof Schema.Json.Type]>([name, Option.getOrElse(fromJson(value), () => value)])
}

export const graphql = Command.make("graphql", flags, (flags) =>
  Effect.scoped(Effect.gen(function*() {
    const variables = Object.fromEntries(yield* Effect.forEach(flags.variables, variable))
    const query = yield* given.text(flags.query)
    const target = yield* Target.resolve({ ...flags, serviceAccount: false, clientId: undefined })
    if (target.kind === "serviceAccount") return yield* usage("GraphQL is for users: choose a profile with one.")
    const { store, user } = yield* Account.openUser(target)
    const operationName = Option.getOrUndefined(flags.operationName)
    const result = yield* store.guard(
      attempt((signal) => user.graphql({ query, variables, operationName }, { ...limits.of(flags), signal }))
    )
    yield* store.warn
    yield* print(JSON.stringify(result.data ?? null, null, 2), result)
    const errors = result.errors ?? []
    if (errors.length > 0) yield* other(errors.map(({ message }) => message).join("\n"))
  }))).pipe(
    Command.withDescription(
      "Execute a GraphQL operation as the user. Prints the data, with --json the whole result; errors of the operation are exit code 1."
    ),
    Command.withShortDescription("Execute a GraphQL operation"),
    Command.withExamples([
      { command: "atlas-bearer graphql -q '{ movies { title year } }'", description: "A query" },
      {
        command: "atlas-bearer graphql -q @movie.graphql --var title=Alien --var year=1979",
        description: "With variables"
      }
    ])
  )
