/** All that the emulator knows, as one layer. */
import * as Layer from "effect/Layer"
import { Administrators } from "./Administrators.ts"
import { AnonymousUsers } from "./AnonymousUsers.ts"
import { ApiKeys } from "./ApiKeys.ts"
import { Apps, type Settings } from "./Apps.ts"
import { AtlasRateLimit } from "./AtlasRateLimit.ts"
import { AuthFunction } from "./AuthFunction.ts"
import { AuthProviders } from "./AuthProviders.ts"
import { Collections } from "./Collections.ts"
import { CustomTokens } from "./CustomTokens.ts"
import { Database } from "./Database.ts"
import { Faults } from "./Faults.ts"
import { Functions, type Registered, type Services } from "./Functions.ts"
import { Identities } from "./Identities.ts"
import { Journal } from "./Journal.ts"
import { JsonWebKeySets } from "./JsonWebKeySets.ts"
import { Logins } from "./Logins.ts"
import { Mailbox } from "./Mailbox.ts"
import type * as OAuthOptions from "./OAuthOptions.ts"
import { PasswordHash } from "./PasswordHash.ts"
import { PasswordResets } from "./PasswordResets.ts"
import { Population } from "./Population.ts"
import { PresentedTokens } from "./PresentedTokens.ts"
import { Profile, type Switches } from "./Profile.ts"
import { RedirectLogins } from "./RedirectLogins.ts"
import { Registrations } from "./Registrations.ts"
import { Reset } from "./Reset.ts"
import { Seed } from "./Seed.ts"
import type { SeedData } from "./SeedData.ts"
import { ServerApiKeys } from "./ServerApiKeys.ts"
import { ServiceAccounts } from "./ServiceAccounts.ts"
import { ServiceAccountSecrets } from "./ServiceAccountSecrets.ts"
import { ServiceAccountTokens } from "./ServiceAccountTokens.ts"
import { Sessions } from "./Sessions.ts"
import { SessionTokens } from "./SessionTokens.ts"
import { Snapshots } from "./Snapshots.ts"
import { Tenants } from "./Tenants.ts"
import { TokenLab } from "./TokenLab.ts"
import { TokenMint } from "./TokenMint.ts"
import { type Limit, TokenRateLimit } from "./TokenRateLimit.ts"
import { TokenSettings } from "./TokenSettings.ts"
import { UserAccounts } from "./UserAccounts.ts"
import { UserApiKeys } from "./UserApiKeys.ts"
import { UserpassFunctions } from "./UserpassFunctions.ts"
import { UserpassTokens } from "./UserpassTokens.ts"
import { Users } from "./Users.ts"
import { VirtualClock } from "./VirtualClock.ts"

/**
 * `path` is `:memory:` or a file; without `rateLimit` or `quota` there is none. `functions` and `services` are those of the apps,
 * `settings` those of the seed's app.
 */
export const layer = (options: {
  readonly path: string
  readonly rateLimit?: Limit | undefined
  readonly quota?: number | undefined
  readonly functions?: Registered | undefined
  readonly services?: Services | undefined
  readonly settings?: Settings | undefined
  readonly oauth?: OAuthOptions.Valid | undefined
  /** What the chances of faults follow from. */
  readonly faultSeed?: number | undefined
  /** How many entries the journal keeps. */
  readonly journal?: number | undefined
  readonly profile?: Switches | undefined
  /** What there is beside the default seed. */
  readonly given?: SeedData | undefined
}) =>
  Layer.mergeAll(
    PasswordResets.layer,
    Registrations.layer,
    Reset.layer,
    ServerApiKeys.layer,
    TokenMint.layer,
    UserAccounts.layer,
    UserApiKeys.layer
  ).pipe(
    Layer.provideMerge(
      Layer.mergeAll(Population.layer, Seed.layer(options.settings, options.given), Snapshots.layer)
    ),
    Layer.provideMerge(Tenants.layer),
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
      ServiceAccounts.layer(options.oauth?.basicCredentials),
      ServiceAccountTokens.layer(options.quota),
      AtlasRateLimit.layer(options.oauth?.atlasRateLimit),
      TokenRateLimit.layer(options.rateLimit, options.oauth?.rateLimitBody)
    )),
    Layer.provideMerge(Layer.mergeAll(PresentedTokens.layer, ServiceAccountSecrets.layer, TokenSettings.layer)),
    Layer.provideMerge(Layer.mergeAll(
      AnonymousUsers.layer,
      Apps.layer,
      Collections.layer,
      Faults.layer({ seed: options.faultSeed }),
      Functions.layer(options.functions, options.services),
      Identities.layer,
      JsonWebKeySets.layer,
      Journal.layer({ capacity: options.journal }),
      Mailbox.layer,
      PasswordHash.layer,
      RedirectLogins.layer
    )),
    Layer.provideMerge(Layer.mergeAll(
      Database.layer({ path: options.path }),
      Profile.layer(options.profile),
      VirtualClock.layer
    ))
  )
