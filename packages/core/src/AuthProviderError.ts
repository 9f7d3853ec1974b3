/** Failures of authentication providers (`ClientError.ts` says how they are named). */
import * as Schema from "effect/Schema"

const fields = { description: Schema.String }

/** The app has a provider of this type. Change that one, or delete it first. */
export class AuthProviderAlreadyExists
  extends Schema.TaggedError<AuthProviderAlreadyExists>()("AuthProviderAlreadyExists", fields, { httpApiStatus: 409 })
{
  override get message() {
    return `The app has this authentication provider (${this.description}). Change it, or delete it first.`
  }
}
