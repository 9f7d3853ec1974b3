/** Registers users with an e-mail address and a password, confirms them, and resets their passwords. */
import type { CallOptions } from "@atlas-bearer/core/TokenSource"

interface Address {
  /** It is case-sensitive. */
  readonly email: string
}

interface Mailed {
  /** Both stand in the query of the link that was sent. */
  readonly token: string
  readonly tokenId: string
}

/** Needs no user. Every method rejects with a tagged error: match on its `_tag`. */
export interface EmailPasswordAuth {
  /**
   * The password has 6 to 128 characters. Rejects with `AccountNameInUse` when the address is taken. Whether the user has
   * to confirm the address before the first login is the app's choice.
   */
  readonly register: (user: Address & { readonly password: string }, options?: CallOptions) => Promise<void>
  /** Rejects with `UserpassTokenInvalid` when the token was used or is older than 30 minutes. */
  readonly confirm: (mailed: Mailed, options?: CallOptions) => Promise<void>
  /** Rejects with `UserAlreadyConfirmed` or `UserNotFound`. */
  readonly resendConfirmation: (user: Address, options?: CallOptions) => Promise<void>
  /** Runs the app's confirmation function again. */
  readonly retryCustomConfirmation: (user: Address, options?: CallOptions) => Promise<void>
  /** Rejects with `ResetEmailUnavailable` when the app resets passwords by a function. */
  readonly sendResetPasswordEmail: (user: Address, options?: CallOptions) => Promise<void>
  /** Rejects with `UserpassTokenInvalid` when the token was used or is older than 30 minutes. */
  readonly resetPassword: (reset: Mailed & { readonly password: string }, options?: CallOptions) => Promise<void>
  /** Asks the app's function to set the password. Rejects with `PasswordResetFailed` when it does not. */
  readonly callResetPasswordFunction: (
    reset: Address & { readonly password: string; readonly arguments?: ReadonlyArray<unknown> | undefined },
    options?: CallOptions
  ) => Promise<void>
}
