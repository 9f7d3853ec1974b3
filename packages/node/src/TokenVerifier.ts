/** Verifies users' access tokens with App Services, as a Promise client. For servers only. */
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import type { ThrottleEvent } from "@atlas-bearer/core/ThrottleEvent"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import * as CoreTokenVerifier from "@atlas-bearer/core/TokenVerifier"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as option from "./internal/option.ts"
import * as Runner from "./internal/Runner.ts"

export interface Options extends Runner.ClientOptions {
  /** The project's id. */
  readonly groupId: string
  /** The app's own id, 24 hexadecimal digits: not the client app id. */
  readonly appId: string
  /** The public key of a MongoDB Cloud API key that may see the app. */
  readonly publicKey: string
  readonly privateKey: string
  /** By default the hosted service. */
  readonly baseUrl?: string | URL | undefined
  /** Allows `http:` to another machine: everybody on the way sees the keys. */
  readonly allowInsecure?: boolean | undefined
}

/** Dispose of it to close its connections. */
export interface TokenVerifier extends AsyncDisposable {
  /** What happens to the verifier's requests: waits, retries, closed and opened limits. */
  readonly events: AsyncIterable<ThrottleEvent>
  /**
   * The claims of a valid token. Rejects with `TokenExpired`, `TokenInvalid`, `VerifierUnavailable` or
   * `VerifierMisconfigured`. Does not notice that a session was revoked or a user disabled.
   */
  readonly verify: (token: string, options?: CallOptions) => Promise<Claims>
}

class Verifier extends Context.Service<Verifier, Effect.Success<ReturnType<typeof CoreTokenVerifier.make>>>()(
  "@atlas-bearer/node/TokenVerifier/Verifier"
) {}

/** Throws an `InvalidOption` that names the option. Logs the administrator in with the first token to verify. */
export const make = (options: Options): TokenVerifier => {
  const settings = {
    groupId: option.text("groupId", options.groupId),
    appId: option.text("appId", options.appId),
    publicKey: option.text("publicKey", options.publicKey),
    privateKey: option.secret("privateKey", options.privateKey)
  }
  const baseUrl = option.baseUrl(options.baseUrl ?? BaseUrl.hosted, options.allowInsecure)
  const { dispose, events, run } = Runner.make(
    Layer.effect(Verifier, CoreTokenVerifier.make(settings)).pipe(
      Layer.provide(AdminClient.layer({ baseUrl })),
      Layer.provide(NodeHttpClient.layerUndici)
    ),
    options
  )
  return {
    get events() {
      return events()
    },
    verify: (token, callOptions) => run(Verifier.use((verifier) => verifier.verify(Redacted.make(token))), callOptions),
    [Symbol.asyncDispose]: () => dispose()
  }
}
