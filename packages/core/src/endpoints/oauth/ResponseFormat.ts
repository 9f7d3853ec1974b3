/** The query parameters that all endpoints of the Cloud Manager API share. */
import * as Schema from "effect/Schema"

const flag = Schema.optional(Schema.Literals(["true", "false"]))

/** Query parameters for how the reply looks. None of them is needed. */
export const responseFormat = {
  /** Indents the JSON of the reply. */
  pretty: flag,
  /** Wraps the reply into `{ status, content }`, for clients that cannot see its status. */
  envelope: flag,
  /** On this page by the vendor's mistake: it belongs to the backup daemons and changes nothing here. */
  backupJobsEnabledOnly: flag
}
