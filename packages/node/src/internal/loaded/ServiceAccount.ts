/** A service account, with all that it sends and keeps. */
import { type ClientSecrets, ClientSecretUnavailable } from "@atlas-bearer/core/ClientSecret"
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as PromiseTokenStore from "@atlas-bearer/core/PromiseTokenStore"
import { Sender } from "@atlas-bearer/core/Sender"
import * as ServiceAccountTokens from "@atlas-bearer/core/ServiceAccountTokens"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { ServiceAccount } from "../../ServiceAccount.ts"
import { bearerFetch } from "../bearerFetch.ts"
import type * as ClientOptions from "../ClientOptions.ts"
import { onRequest } from "../onRequest.ts"
import { Pool } from "../Pool.ts"
import * as Runner from "../Runner.ts"
import { tokenSource } from "../tokenSource.ts"

interface Settings {
  readonly clientId: string
  readonly clientSecrets: ClientSecrets | (() => Promise<ClientSecrets>)
  readonly baseUrl: URL
  readonly accept: string
  readonly store: PromiseTokenStore.PromiseTokenStore | undefined
  readonly client: ClientOptions.Checked
}

type ClientSecretError = ClientSecretUnavailable | InvalidOption

class Account extends Context.Service<Account, ServiceAccountTokens.ServiceAccountTokens<ClientSecretError>>()(
  "@atlas-bearer/node/ServiceAccount/Account"
) {}

const toEffect = (secrets: Settings["clientSecrets"]): Effect.Effect<ClientSecrets, ClientSecretError> =>
  typeof secrets === "function"
    ? Effect.tryPromise({
      try: secrets,
      catch: (cause) => cause instanceof InvalidOption ? cause : new ClientSecretUnavailable({ cause })
    })
    : Effect.succeed(secrets)

export const make = ({ accept, baseUrl, client, clientId, clientSecrets, store }: Settings): ServiceAccount => {
  const { origin } = baseUrl
  const made = Effect.flatMap(
    onRequest(() => import("../openOAuth.ts"), ({ openOAuth }) => openOAuth(baseUrl)),
    (client) =>
      ServiceAccountTokens.make({
        origin,
        clientId,
        client,
        clientSecrets: toEffect(clientSecrets),
        store: store && PromiseTokenStore.toTokenStore(store)
      })
  )
  const { begin, connections, dispose, events, run, runSync, schedule } = Runner.make(
    Layer.effect(Account, made).pipe(Layer.provide([Sender.layer, Pool.layer])),
    client
  )
  const account = runSync(Account)
  const tokens = {
    ...tokenSource(account.tokens, run),
    origin,
    isRefusal: () => true,
    schedule: schedule(clientId)
  }
  return {
    ...tokens,
    fetch: bearerFetch({
      tokens,
      connections,
      begin,
      baseUrl: () => baseUrl,
      headers: { accept }
    }),
    get events() {
      return events()
    },
    revoke: (call) => run(account.revoke, call),
    [Symbol.asyncDispose]: () => dispose()
  }
}
