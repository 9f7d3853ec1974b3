/** The command `atlas-bearer`, for whoever embeds it or makes documentation from it. */
import * as CliConfig from "effect/cli/CliConfig"
import * as Command from "effect/cli/Command"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import { completion } from "./commands/completion.ts"
import { decode } from "./commands/decode.ts"
import { emulator } from "./commands/emulator.ts"
import { fetch } from "./commands/fetch.ts"
import { graphql } from "./commands/graphql.ts"
import { login } from "./commands/login.ts"
import { logout } from "./commands/logout.ts"
import { revoke } from "./commands/revoke.ts"
import { token } from "./commands/token.ts"
import { verify } from "./commands/verify.ts"
import { whoami } from "./commands/whoami.ts"
import { Json, ProfileName } from "./internal/settings.ts"

/** What it takes from Effect besides its own flags. */
export const config = CliConfig.layer({ builtIns: [GlobalFlag.Help, GlobalFlag.Version] })

/** For documentation: where the command keeps what. The first two are for their owner alone. */
export const files: ReadonlyArray<readonly [path: string, what: string]> = [
  [
    "$XDG_CONFIG_HOME/atlas-bearer/profiles/NAME.json",
    "A profile: app, client id, base URL and the names of files with secrets (without the variable: ~/.config)."
  ],
  ["$XDG_STATE_HOME/atlas-bearer/tokens/NAME/", "Sessions and tokens of a profile (~/.local/state)."],
  [
    "$XDG_CACHE_HOME/atlas-bearer/compiled/",
    "What Node.js compiled of the command. It may be deleted at any time (~/.cache)."
  ]
]

const itself = (): Command.Command.Any => command

/** Fails with what its client rejects with; `ExitCode.of` says which exit code that is. */
export const command = Command.make("atlas-bearer").pipe(
  Command.withDescription(
    "Valid bearer tokens for MongoDB's HTTP APIs. Exit codes: 0, 1 failed, 2 usage, 3 not logged in, 4 refused, 5 rate limited, 6 unreachable."
  ),
  Command.withSubcommands([
    login,
    token,
    fetch,
    graphql,
    whoami,
    decode,
    verify,
    logout,
    revoke,
    emulator,
    completion(itself)
  ]),
  Command.withGlobalFlags([ProfileName, Json])
)
