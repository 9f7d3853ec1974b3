/** A token, key or password: `Redacted` from the first decode on, so that no log line or inspection shows it. */
import * as Schema from "effect/Schema"

export const Secret = Schema.RedactedFromValue(Schema.NonEmptyString)
