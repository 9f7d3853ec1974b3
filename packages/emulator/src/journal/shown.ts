/**
 * What the journal shows as it is: lists of what is harmless. Whatever is on no list is hidden, so that a secret in a new or
 * unexpected place is hidden too.
 */

/** Members of bodies, in the words of all the APIs. */
export const members: ReadonlySet<string> = new Set(
  [
    "error error_code error_description errorCode detail reason status",
    "token_type token_type_hint expires_in grant_type",
    "user_id device_id domain_id _id id deviceId $oid tokenId provider_type provider_id type disabled email username",
    "deployment_model location hostname ws_hostname",
    "sub exp iat iss totalCount",
    "platform platformVersion sdkVersion appId appVersion"
  ].join(" ").split(" ")
)

/** Members that hold others. Names that stand in none of these lists are hidden like values: a client may send any. */
export const containers: ReadonlySet<string> = new Set(
  "options device identities data results content arguments config login_ids roles secrets name value".split(" ")
)

/** Members that hold a secret, and what its label is called. */
export const secrets: ReadonlyMap<string, string> = new Map([
  ["access_token", "access"],
  ["refresh_token", "refresh"],
  ["password", "password"],
  ["key", "api-key"],
  ["apiKey", "private-key"],
  ["token", "token"],
  ["id_token", "credential"],
  ["authCode", "credential"],
  ["code", "credential"],
  ["accessToken", "credential"],
  ["client_secret", "client-secret"],
  ["secret", "client-secret"],
  ["baas_at", "access"],
  ["stitch_at", "access"]
])

/** Members of replies that were not there before. */
export const issued: ReadonlySet<string> = new Set(["access_token", "refresh_token", "key"])

/** Header fields of requests and replies. */
export const headers: ReadonlySet<string> = new Set(
  [
    "accept accept-encoding allow connection content-length content-type date host origin retry-after user-agent",
    "ratelimit-limit ratelimit-remaining x-emulator-fault www-authenticate"
  ].join(" ").split(" ")
)

/** Query parameters. */
export const parameters: ReadonlySet<string> = new Set("link pretty envelope after sort desc status limit".split(" "))

/** Query parameters of which the name alone is shown; what stands in neither list may be a secret that nobody named. */
export const parameterNames: ReadonlySet<string> = new Set(
  "state redirect device providerRedirectHeader provider_types baas_request stitch_request backupJobsEnabledOnly".split(
    " "
  )
)

/** Here a function of the user decides about every word, of what is sent and of what is answered. */
export const isOpaque = (path: string): boolean =>
  /\/functions\/call$|\/custom-function\/login$|\/(?:reset|confirm)\/call$|\/graphql$/.test(path)
