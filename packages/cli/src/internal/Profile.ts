/** Who a profile is for: a user of an app, or a service account. A file for each, without secrets. */
import * as SystemCode from "@atlas-bearer/core/SystemCode"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as PlatformError from "effect/PlatformError"
import * as Schema from "effect/Schema"
import * as path from "node:path"
import { other } from "./Failed.ts"
import * as folders from "./folders.ts"
import { ProfileName } from "./settings.ts"

const Text = Schema.optional(Schema.NonEmptyString)

/** `app` is the client app id; with `clientId` it is a service account. Files with secrets are named, never copied. */
export const Profile = Schema.Struct({
  app: Text,
  clientId: Text,
  clientSecretFile: Text,
  baseUrl: Text,
  verifier: Schema.optional(Schema.Struct({
    groupId: Text,
    appId: Text,
    publicKey: Text,
    privateKeyFile: Text,
    baseUrl: Text
  }))
})

export type Profile = typeof Profile.Type

const decode = Schema.decodeEffect(Schema.fromJsonString(Profile))

const fileOf = (name: string) => path.join(folders.profiles(), `${name}.json`)

const unusable = (file: string, why: string) =>
  other(`Cannot use ${file}: ${why}. Correct it, or set XDG_CONFIG_HOME to another folder.`)

const reasonOf = ({ reason }: PlatformError.PlatformError) => reason._tag

/** Nothing is there, or no folder on the way to it, as with `HOME=/dev/null`. */
const isAbsent = (error: PlatformError.PlatformError) =>
  reasonOf(error) === "NotFound" || SystemCode.of(error.reason.cause, "") === "ENOTDIR"

/** The chosen profile, empty when there is none yet. */
export const read = Effect.gen(function*() {
  const file = fileOf(yield* ProfileName)
  const files = yield* FileSystem.FileSystem
  const text = yield* files.readFileString(file).pipe(
    Effect.catchIf(isAbsent, () => Effect.succeed("{}")),
    Effect.mapError((error) => unusable(file, reasonOf(error)))
  )
  return yield* Effect.mapError(decode(text), () => unusable(file, "it is no profile, or not JSON"))
})

/** In one step, also for whoever reads meanwhile. */
export const write = Effect.fn("Profile.write")(function*(profile: Profile) {
  const file = fileOf(yield* ProfileName)
  const scratch = `${file}.${process.pid}`
  const files = yield* FileSystem.FileSystem
  yield* files.makeDirectory(folders.profiles(), { recursive: true, mode: 0o700 }).pipe(
    Effect.andThen(files.writeFileString(scratch, `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600 })),
    Effect.andThen(files.rename(scratch, file)),
    Effect.mapError((error) => unusable(file, reasonOf(error)))
  )
})
