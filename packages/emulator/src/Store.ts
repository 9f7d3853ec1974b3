/** All that the emulator knows, as one layer. */
import * as Layer from "effect/Layer"
import { Administrators } from "./Administrators.ts"
import { ApiKeys } from "./ApiKeys.ts"
import { Apps } from "./Apps.ts"
import { Collections } from "./Collections.ts"
import { CustomTokens } from "./CustomTokens.ts"
import { Database } from "./Database.ts"
import { Identities } from "./Identities.ts"
import { PasswordHash } from "./PasswordHash.ts"
import { Seed } from "./Seed.ts"
import { ServiceAccounts } from "./ServiceAccounts.ts"
import { Sessions } from "./Sessions.ts"
import { SessionTokens } from "./SessionTokens.ts"
import { type Limit, TokenRateLimit } from "./TokenRateLimit.ts"
import { Users } from "./Users.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** `path` is `:memory:` or a file; without `rateLimit` or `quota` there is none. */
export const layer = (options: {
  readonly path: string
  readonly rateLimit?: Limit | undefined
  readonly quota?: number | undefined
}) =>
  Seed.layer.pipe(
    Layer.provideMerge(Layer.mergeAll(ApiKeys.layer, CustomTokens.layer, Sessions.layer, Administrators.layer)),
    Layer.provideMerge(Layer.mergeAll(
      Users.layer,
      SessionTokens.layer,
      ServiceAccounts.layer({ quota: options.quota }),
      TokenRateLimit.layer(options.rateLimit)
    )),
    Layer.provideMerge(Layer.mergeAll(Apps.layer, Collections.layer, Identities.layer, PasswordHash.layer)),
    Layer.provideMerge(Layer.mergeAll(Database.layer({ path: options.path }), VirtualClock.layer))
  )
