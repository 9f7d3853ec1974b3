/** What is wrong with a request that does not decode. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import type { HttpApiSchemaError } from "effect/http-api/HttpApiError"
import * as SchemaIssue from "effect/SchemaIssue"

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** Names the first field that is wrong, never its value. */
export const complaint = (error: HttpApiSchemaError): BadRequest => {
  const path = issuesOf(error.cause.issue).issues[0]?.path?.map(String).join(".") ?? ""
  const description = path === "" ? "the request body is not valid JSON" : `'${path}' is missing or of the wrong type`
  return new BadRequest({ description })
}
