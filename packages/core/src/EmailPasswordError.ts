/** Failures of users, registration, confirmation and password reset (`ClientError.ts` says how they are named). */
import * as Schema from "effect/Schema"

const fields = { description: Schema.String }

/** The e-mail address is registered already. Log in, reset the password, or register another. */
export class AccountNameInUse
  extends Schema.TaggedError<AccountNameInUse>()("AccountNameInUse", fields, { httpApiStatus: 409 })
{
  override get message() {
    return `The e-mail address is taken (${this.description}). Log in, or register another.`
  }
}

/** The app has no user with this id, or with this e-mail address, which is case-sensitive. */
export class UserNotFound extends Schema.TaggedError<UserNotFound>()("UserNotFound", fields, { httpApiStatus: 404 }) {
  override get message() {
    return `There is no such user (${this.description}). Check the id, or the spelling and the case of the e-mail address.`
  }
}

/** The user is confirmed and may log in. */
export class UserAlreadyConfirmed
  extends Schema.TaggedError<UserAlreadyConfirmed>()("UserAlreadyConfirmed", fields, { httpApiStatus: 400 })
{
  override get message() {
    return `The user is confirmed already (${this.description}). Log in.`
  }
}

/** The token of a confirmation or reset was used, is unknown, or is older than 30 minutes. Ask for a new one. */
export class UserpassTokenInvalid
  extends Schema.TaggedError<UserpassTokenInvalid>()("UserpassTokenInvalid", fields, { httpApiStatus: 400 })
{
  override get message() {
    return `The token is used, unknown or expired (${this.description}). Ask for a new one: it lives for 30 minutes.`
  }
}

/** The app has no function that confirms users: they are confirmed at once, or by e-mail. Sent without a code. */
export class ConfirmationUnavailable
  extends Schema.TaggedError<ConfirmationUnavailable>()("ConfirmationUnavailable", fields, { httpApiStatus: 400 })
{
  override get message() {
    return `The app runs no confirmation function (${this.description}). Log in, or ask for the confirmation e-mail.`
  }
}

/** The app sends no e-mail to reset a password: call its function. Sent without a code. */
export class ResetEmailUnavailable
  extends Schema.TaggedError<ResetEmailUnavailable>()("ResetEmailUnavailable", fields, { httpApiStatus: 400 })
{
  override get message() {
    return `The app sends no e-mail for this (${this.description}). Reset the password by its function.`
  }
}

/** The app's function refused to reset the password, threw, or does not exist. Sent without a code. */
export class PasswordResetFailed
  extends Schema.TaggedError<PasswordResetFailed>()("PasswordResetFailed", fields, { httpApiStatus: 400 })
{
  override get message() {
    return `The password was not reset (${this.description}). The app's function decides; its log says why.`
  }
}
