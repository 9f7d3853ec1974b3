/** What `--help` of each command says, before it is laid out. */
import { command, config } from "@atlas-bearer/cli/AtlasBearer"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import type { HelpDoc } from "effect/cli/HelpDoc"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const helpOf = (path: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    let found: HelpDoc | undefined
    const presenter = CliOutput.layerPresenter({
      present: (event) =>
        Effect.sync(() => {
          if (event._tag === "Help") found = event.helpDoc
        })
    })
    yield* Command.runWith(command, { version: "" })([...path, "--help"]).pipe(
      Effect.provide(Layer.mergeAll(NodeServices.layer, presenter, config))
    )
    return found ?? (yield* Effect.die(`There is no help for ${path.join(" ")}`))
  })

/** The command itself first, then its subcommands in their order. */
export const allHelp = Effect.gen(function*() {
  const root = yield* helpOf([])
  const names = (root.subcommands ?? []).flatMap(({ commands }) => commands.map(({ name }) => name))
  const subcommands = yield* Effect.forEach(names, (name) => Effect.map(helpOf([name]), (help) => ({ name, help })))
  return { root, subcommands }
})
