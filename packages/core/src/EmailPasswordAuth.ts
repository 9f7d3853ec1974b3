/** Registers users with an e-mail address and a password, confirms them, and resets their passwords. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Host } from "./AppHost.ts"
import * as Deadline from "./Deadline.ts"
import * as Ejson from "./Ejson.ts"

type Secret = string | Redacted.Redacted

const secret = (value: Secret): Redacted.Redacted => Redacted.isRedacted(value) ? value : Redacted.make(value)

/** What the link of an e-mail carries in its query. */
export interface Mailed {
  readonly token: Secret
  readonly tokenId: string
}

/** Of the app `clientAppId`. Addresses are case-sensitive. */
export const make = <E, R>(options: {
  readonly host: Effect.Effect<Host, E, R>
  readonly clientAppId: string
}) => {
  const params = { clientAppId: options.clientAppId }
  const call = <A, E2>(send: (client: Host["client"]) => Effect.Effect<A, E2>) =>
    Deadline.within(() => Effect.asVoid(Effect.flatMap(options.host, ({ client }) => send(client))))

  return {
    /** The password has 6 to 128 characters. Whether the user has to confirm the address is the app's choice. */
    register: ({ email, password }: { readonly email: string; readonly password: Secret }) =>
      call((client) => client.registerUser({ params, payload: { email, password: secret(password) } })),
    /** A token works once, within 30 minutes. */
    confirm: ({ token, tokenId }: Mailed) =>
      call((client) => client.confirmUser({ params, payload: { token: secret(token), tokenId } })),
    resendConfirmation: (payload: { readonly email: string }) =>
      call((client) => client.resendConfirmation({ params, payload })),
    /** Runs the app's confirmation function again. */
    retryCustomConfirmation: (payload: { readonly email: string }) =>
      call((client) => client.retryCustomConfirmation({ params, payload })),
    sendResetPasswordEmail: (payload: { readonly email: string }) =>
      call((client) => client.sendResetPasswordEmail({ params, payload })),
    /** A token works once, within 30 minutes. */
    resetPassword: ({ password, token, tokenId }: Mailed & { readonly password: Secret }) =>
      call((client) =>
        client.resetPassword({ params, payload: { token: secret(token), tokenId, password: secret(password) } })
      ),
    /** The app's function decides, by the arguments that it asks for (`Ejson.ts`). */
    callResetPasswordFunction: (reset: {
      readonly email: string
      readonly password: Secret
      readonly arguments?: ReadonlyArray<unknown> | undefined
    }) =>
      call((client) =>
        client.callResetPasswordFunction({
          params,
          payload: {
            email: reset.email,
            password: secret(reset.password),
            arguments: Redacted.make((reset.arguments ?? []).map(Ejson.encode))
          }
        })
      )
  }
}
