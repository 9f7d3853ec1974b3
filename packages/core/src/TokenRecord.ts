/** What is stored for one holder of tokens. */
import * as Schema from "effect/Schema"
import { Profile } from "./endpoints/client/Profile.ts"
import { Secret } from "./Secret.ts"

/**
 * Its encoded form is JSON, for stores, and holds the tokens as plain text. `generation` grows with
 * whatever is stored under the key, and is of the clock: what is stored after a removal never repeats an older one.
 * `expiresAt` is of the access token. Under the key of an app's users, `userIds` lists who is logged in,
 * and `userId` says who is current.
 */
export const TokenRecord = Schema.Struct({
  generation: Schema.Int.check(Schema.isGreaterThan(0)),
  accessToken: Schema.optional(Secret),
  refreshToken: Schema.optional(Secret),
  expiresAt: Schema.optional(Schema.DateTimeUtcFromString),
  userId: Schema.optional(Schema.NonEmptyString),
  userIds: Schema.optional(Schema.Array(Schema.NonEmptyString)),
  deviceId: Schema.optional(Schema.String),
  provider: Schema.optional(Schema.NonEmptyString),
  profile: Schema.optional(Profile)
})

export type TokenRecord = typeof TokenRecord.Type
