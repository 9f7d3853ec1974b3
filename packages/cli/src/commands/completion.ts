/** `atlas-bearer completion SHELL`: a script for the shell. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import * as Flag from "effect/cli/Flag"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import * as Console from "effect/Console"
import { Json, ProfileName } from "../internal/settings.ts"

/** Every command takes these, so every command completes them. */
const globals = () =>
  Completions.fromCommand(
    Command.make("globals", {
      profile: ProfileName.flag,
      json: Json.flag,
      help: Flag.withoutNegation(GlobalFlag.Help.flag)
    })
  ).flags

const withGlobals = (
  command: Completions.CommandDescriptor,
  flags: ReadonlyArray<Completions.FlagDescriptor>
): Completions.CommandDescriptor => ({
  ...command,
  flags: [...command.flags, ...flags],
  subcommands: command.subcommands.map((subcommand) => withGlobals(subcommand, flags))
})

/** How to install the script is told within it, for a flag that this command does not have. */
const generate = (shell: Completions.Shell, command: Command.Command.Any) =>
  Completions.generate("atlas-bearer", shell, withGlobals(Completions.fromCommand(command), globals()))
    .replaceAll("atlas-bearer --completions", "atlas-bearer completion")

const shells = ["bash", "zsh", "fish"] as const

/** `root` is the command that the script completes, which this one is a part of. */
export const completion = (root: () => Command.Command.Any) =>
  Command.make(
    "completion",
    { shell: Argument.Literals("shell", shells) },
    ({ shell }) => Console.log(generate(shell, root()))
  ).pipe(
    Command.withDescription("Print a script that completes commands and flags."),
    Command.withExamples([
      { command: "source <(atlas-bearer completion bash)", description: "In ~/.bashrc" },
      {
        command: "atlas-bearer completion fish > ~/.config/fish/completions/atlas-bearer.fish",
        description: "For fish"
      }
    ])
  )
