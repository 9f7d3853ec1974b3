/** The methods of `app.emailPassword`. */
import type { HostError } from "@atlas-bearer/core/AppHost"
import type * as Core from "@atlas-bearer/core/EmailPasswordAuth"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import type * as Effect from "effect/Effect"
import type { EmailPasswordAuth } from "../EmailPasswordAuth.ts"
import * as option from "./option.ts"

type Auth = ReturnType<typeof Core.make<HostError, never>>

/** Runs what is asked of the core. */
export type Ask = (
  ask: (auth: Auth) => Effect.Effect<void, Effect.Error<ReturnType<Auth[keyof Auth]>>>,
  options?: CallOptions
) => Promise<void>

export const emailPassword = (run: Ask): EmailPasswordAuth => {
  const method =
    <A extends object>(name: string, ask: (auth: Auth, argument: A) => ReturnType<Parameters<Ask>[0]>) =>
    async (argument: A, options?: CallOptions) => {
      option.object(argument, name)
      return run((auth) => ask(auth, argument), options)
    }
  return {
    register: method("user", (auth, user) => auth.register(user)),
    confirm: method("mailed", (auth, mailed) => auth.confirm(mailed)),
    resendConfirmation: method("user", (auth, user) => auth.resendConfirmation(user)),
    retryCustomConfirmation: method("user", (auth, user) => auth.retryCustomConfirmation(user)),
    sendResetPasswordEmail: method("user", (auth, user) => auth.sendResetPasswordEmail(user)),
    resetPassword: method("reset", (auth, reset) => auth.resetPassword(reset)),
    callResetPasswordFunction: method("reset", (auth, reset) => auth.callResetPasswordFunction(reset))
  }
}
