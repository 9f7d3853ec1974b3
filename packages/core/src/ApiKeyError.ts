/** Failures of API keys (`ClientError.ts` says how they are named). */
import * as Schema from "effect/Schema"

const fields = { description: Schema.String }

/** There is no API key with this id. */
export class APIKeyNotFound
  extends Schema.TaggedError<APIKeyNotFound>()("APIKeyNotFound", fields, { httpApiStatus: 404 })
{
  override get message() {
    return `There is no such API key (${this.description}). List the keys to see their ids.`
  }
}

/** There is an API key of this name. Choose another name, or delete that key. */
export class APIKeyAlreadyExists
  extends Schema.TaggedError<APIKeyAlreadyExists>()("APIKeyAlreadyExists", fields, { httpApiStatus: 409 })
{
  override get message() {
    return `There is an API key of this name (${this.description}). Choose another name, or delete that key.`
  }
}

/** The session was begun with this API key, which cannot delete itself. Sent without a code. */
export class APIKeyInUse extends Schema.TaggedError<APIKeyInUse>()("APIKeyInUse", fields, { httpApiStatus: 403 }) {
  override get message() {
    return `This session was begun with the API key (${this.description}). Log in by another way to delete it.`
  }
}
