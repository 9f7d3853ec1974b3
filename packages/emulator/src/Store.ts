/** All that the emulator knows, as one layer. */
import * as Layer from "effect/Layer"
import { Administrators } from "./Administrators.ts"
import { ApiKeys } from "./ApiKeys.ts"
import { Apps, type Settings } from "./Apps.ts"
import { AuthFunction } from "./AuthFunction.ts"
import { AuthProviders } from "./AuthProviders.ts"
import { Collections } from "./Collections.ts"
import { CustomTokens } from "./CustomTokens.ts"
import { Database } from "./Database.ts"
import { Functions, type Registered } from "./Functions.ts"
import { Identities } from "./Identities.ts"
import { Logins } from "./Logins.ts"
import { Mailbox } from "./Mailbox.ts"
import type * as OAuthOptions from "./OAuthOptions.ts"
import { PasswordHash } from "./PasswordHash.ts"
import { PasswordResets } from "./PasswordResets.ts"
import { Registrations } from "./Registrations.ts"
import { Seed } from "./Seed.ts"
import { ServerApiKeys } from "./ServerApiKeys.ts"
import { ServiceAccounts } from "./ServiceAccounts.ts"
import { ServiceAccountSecrets } from "./ServiceAccountSecrets.ts"
import { Sessions } from "./Sessions.ts"
import { SessionTokens } from "./SessionTokens.ts"
import { TokenLab } from "./TokenLab.ts"
import { type Limit, TokenRateLimit } from "./TokenRateLimit.ts"
import { TokenSettings } from "./TokenSettings.ts"
import { UserAccounts } from "./UserAccounts.ts"
import { UserApiKeys } from "./UserApiKeys.ts"
import { UserpassFunctions } from "./UserpassFunctions.ts"
import { UserpassTokens } from "./UserpassTokens.ts"
import { Users } from "./Users.ts"
import { VirtualClock } from "./VirtualClock.ts"

/**
 * `path` is `:memory:` or a file; without `rateLimit` or `quota` there is none. `functions` are those of the apps,
 * `settings` those of the seed's app.
 */
export const layer = (options: {
  readonly path: string
  readonly rateLimit?: Limit | undefined
  readonly quota?: number | undefined
  readonly functions?: Registered | undefined
  readonly settings?: Settings | undefined
  readonly oauth?: OAuthOptions.Valid | undefined
}) =>
  Layer.mergeAll(
    Seed.layer(options.settings),
    PasswordResets.layer,
    Registrations.layer,
    ServerApiKeys.layer,
    UserAccounts.layer,
    UserApiKeys.layer
  ).pipe(
    Layer.provideMerge(UserpassFunctions.layer),
    Layer.provideMerge(Layer.mergeAll(
      Administrators.layer,
      ApiKeys.layer,
      AuthFunction.layer,
      AuthProviders.layer,
      CustomTokens.layer,
      Logins.layer,
      Sessions.layer,
      TokenLab.layer,
      UserpassTokens.layer
    )),
    Layer.provideMerge(Layer.mergeAll(
      Users.layer,
      SessionTokens.layer,
      ServiceAccounts.layer({ quota: options.quota, basicCredentials: options.oauth?.basicCredentials }),
      TokenRateLimit.layer(options.rateLimit, options.oauth?.rateLimitBody)
    )),
    Layer.provideMerge(Layer.mergeAll(ServiceAccountSecrets.layer, TokenSettings.layer)),
    Layer.provideMerge(Layer.mergeAll(
      Apps.layer,
      Collections.layer,
      Functions.layer(options.functions),
      Identities.layer,
      Mailbox.layer,
      PasswordHash.layer
    )),
    Layer.provideMerge(Layer.mergeAll(Database.layer({ path: options.path }), VirtualClock.layer))
  )
