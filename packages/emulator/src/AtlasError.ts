/** The refusals of the Atlas Administration API, in the vendor's codes where they are known. */
import { apiBody } from "@atlas-bearer/core/OAuthErrorOnWire"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"

const declared = <Status extends number>(status: Status) =>
  apiBody(Schema.Literal(status)).pipe(HttpApiSchema.status(status))

/** What every operation may answer instead. */
export const AtlasErrors = [declared(400), declared(401), declared(403), declared(404), declared(406)]

/** The body is malformed, or a value is out of range. */
export const invalid = (description: string) => ({
  status: 400 as const,
  code: "INVALID_ATTRIBUTE",
  description,
  parameters: [],
  reason: "Bad Request"
})

/** The account has two secrets already. The vendor's code for it is not known. */
export const tooManySecrets = {
  status: 400 as const,
  code: "SERVICE_ACCOUNT_SECRET_LIMIT_REACHED",
  description: "A service account can have 2 secrets, expired ones included. Delete one first.",
  parameters: [2],
  reason: "Bad Request"
}

/** The token is missing, unknown or expired. */
export const unauthorized = {
  status: 401 as const,
  code: "UNAUTHORIZED",
  description: "You are not authorized for this resource.",
  parameters: [],
  reason: "Unauthorized"
}

/** The address of the request is not on the service account's access list. */
export const notOnAccessList = (ip: string) => ({
  status: 403 as const,
  code: "IP_ADDRESS_NOT_ON_ACCESS_LIST",
  description: `IP address ${ip} is not allowed to access this resource.`,
  parameters: [ip],
  reason: "Forbidden"
})

/** `what` is the resource in capitals, as in `GROUP_NOT_FOUND`. */
export const notFound = (what: string, id: string) => ({
  status: 404 as const,
  code: `${what}_NOT_FOUND`,
  description: `Nothing was found with the ID ${id}.`,
  parameters: [id],
  reason: "Not Found"
})

/** The `Accept` field names no version, or one that is too early. */
export const notAcceptable = {
  status: 406 as const,
  code: "INVALID_VERSION_DATE",
  description: "Invalid accept header or version date.",
  parameters: [],
  reason: "Not Acceptable"
}
