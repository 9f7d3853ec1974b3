/** The methods of `app.emailPassword`. */
import type { HostError } from "@atlas-bearer/core/AppHost"
import type * as Core from "@atlas-bearer/core/EmailPasswordAuth"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import type * as Effect from "effect/Effect"
import type { EmailPasswordAuth } from "../EmailPasswordAuth.ts"

type Auth = ReturnType<typeof Core.make<HostError, never>>

/** Runs what is asked of the core. */
export type Ask = (
  ask: (auth: Auth) => Effect.Effect<void, Effect.Error<ReturnType<Auth[keyof Auth]>>>,
  options?: CallOptions
) => Promise<void>

export const emailPassword = (run: Ask): EmailPasswordAuth => ({
  register: (user, options) => run((auth) => auth.register(user), options),
  confirm: (mailed, options) => run((auth) => auth.confirm(mailed), options),
  resendConfirmation: (user, options) => run((auth) => auth.resendConfirmation(user), options),
  retryCustomConfirmation: (user, options) => run((auth) => auth.retryCustomConfirmation(user), options),
  sendResetPasswordEmail: (user, options) => run((auth) => auth.sendResetPasswordEmail(user), options),
  resetPassword: (reset, options) => run((auth) => auth.resetPassword(reset), options),
  callResetPasswordFunction: (reset, options) => run((auth) => auth.callResetPasswordFunction(reset), options)
})
