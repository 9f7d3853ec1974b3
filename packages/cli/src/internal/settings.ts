/** Flags that every command takes, before its name or behind it. */
import * as Flag from "effect/cli/Flag"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import * as Config from "effect/Config"
import * as Schema from "effect/Schema"

/** Names a file and a folder. */
const Name = Schema.String.check(
  Schema.isPattern(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/, {
    message: "Expected a name of letters, digits, dots, hyphens and underscores"
  })
)

export const ProfileName = GlobalFlag.Setting("profile")({
  flag: Flag.String("profile").pipe(
    Flag.withFallbackConfig(Config.String("ATLAS_BEARER_PROFILE")),
    Flag.withDefault("default"),
    Flag.withSchema(Name),
    Flag.withMetavar("NAME"),
    Flag.withDescription("Which account: each profile has one (ATLAS_BEARER_PROFILE; default: default)")
  )
})

export const Json = GlobalFlag.Setting("json")({
  flag: Flag.Boolean("json").pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription("Print JSON, errors too")
  )
})
