/** What an emulator is given to start with, beside the default seed: as a value, or as a file of JSON. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import { Secret } from "@atlas-bearer/core/Secret"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { readFile } from "node:fs/promises"
import { decodeOption } from "./decodeOption.ts"
import { NewApp } from "./NewApp.ts"

/** Each has a name that says whether it is there already. */
export const SeedData = Schema.Struct({
  apps: Schema.optional(Schema.Array(Schema.Struct({ ...NewApp.fields, clientAppId: Schema.NonEmptyString }))),
  /** Of Cloud Manager and Atlas. */
  serviceAccounts: Schema.optional(
    Schema.Array(Schema.Struct({ clientId: Schema.NonEmptyString, clientSecret: Secret }))
  ),
  /** API keys of MongoDB Cloud. */
  administrators: Schema.optional(
    Schema.Array(Schema.Struct({ publicKey: Schema.NonEmptyString, privateKey: Secret }))
  )
})
export type SeedData = typeof SeedData.Type

const wrong = (reason: string) => new InvalidOption({ option: "seed", reason })

const textOf = (path: string) =>
  Effect.tryPromise({
    try: () => readFile(path, "utf8"),
    catch: (cause) => wrong(`cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`)
  })

/** The value, or what is in the file of this path. Fails with an `InvalidOption` that says what is wrong with it. */
export const fromOption = (given: string | typeof SeedData.Encoded): Effect.Effect<SeedData, InvalidOption> =>
  typeof given === "string"
    ? Effect.flatMap(
      textOf(given),
      decodeOption(Schema.fromJsonString(SeedData), "seed", `is not understood, ${given}`)
    )
    : decodeOption(SeedData, "seed", "is not understood")(given)
