/** `atlas-bearer completion SHELL`: a script for the shell. */
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import * as Console from "effect/Console"

const shells = ["bash", "zsh", "fish"] as const

/** `root` is the command that the script completes, which this one is a part of. */
export const completion = (root: () => Command.Command.Any) =>
  Command.make(
    "completion",
    { shell: Argument.Literals("shell", shells) },
    ({ shell }) => Console.log(Completions.generate("atlas-bearer", shell, Completions.fromCommand(root())))
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
