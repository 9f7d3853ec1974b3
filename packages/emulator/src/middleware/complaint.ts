/** What is wrong with a request that does not decode. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import type { HttpApiSchemaError } from "effect/http-api/HttpApiError"
import * as SchemaIssue from "effect/SchemaIssue"

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

const inBody = (message: string | undefined) =>
  `the request body is ${message === "Expected a valid JSON body" ? "not valid JSON" : "no JSON object"}`

/** Names the first field that is wrong, never its value. */
export const complaint = (error: HttpApiSchemaError): BadRequest => {
  const [issue] = issuesOf(error.cause.issue).issues
  const path = issue?.path?.map(String).join(".") ?? ""
  const isUnknown = issue?.message === "Expected no excess property"
  const inField = `'${path}' is ${isUnknown ? "not known" : "missing or of the wrong type"}`
  return new BadRequest({ description: path === "" ? inBody(issue?.message) : inField })
}
