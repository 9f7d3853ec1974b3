/** What a program does with `@atlas-bearer/cli`, besides starting its command. */
import { AtlasBearer, ExitCode } from "@atlas-bearer/cli"

if (ExitCode.usage !== 2 || AtlasBearer.command.name !== "atlas-bearer") throw new Error("not the command")
console.log("works")
