/** Protected resources of the Atlas Administration API, for service-account tokens to be used on. */
import { Bearer } from "@atlas-bearer/core/Bearer"
import { PathSegment } from "@atlas-bearer/core/PathSegment"
import { Secret } from "@atlas-bearer/core/Secret"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { AtlasErrors } from "./AtlasError.ts"

const listOf = <S extends Schema.Top>(item: S) => Schema.Struct({ results: Schema.Array(item), totalCount: Schema.Int })

/** The organisations that the account is in. */
export const Organizations = listOf(
  Schema.Struct({ id: Schema.String, name: Schema.String, isDeleted: Schema.Boolean })
)

/** Projects, which the API calls groups. */
export const Groups = listOf(Schema.Struct({ id: Schema.String, name: Schema.String, orgId: Schema.String }))

/** Times are in ISO 8601. The secret itself is in the reply that made it, and in no other. */
export const AccountSecret = Schema.Struct({
  id: Schema.String,
  createdAt: Schema.String,
  expiresAt: Schema.optional(Schema.String),
  lastUsedAt: Schema.optional(Schema.String),
  maskedSecretValue: Schema.String,
  secret: Schema.optional(Secret)
})

/** A service account with its secrets, which are masked. */
export const Account = Schema.Struct({
  clientId: Schema.String,
  name: Schema.String,
  description: Schema.String,
  roles: Schema.Array(Schema.String),
  secrets: Schema.Array(AccountSecret)
})

/** From 8 hours to 365 days. */
export const NewSecret = Schema.Struct({ secretExpiresAfterHours: Schema.Int })

const headers = { authorization: Bearer }
const account = { orgId: PathSegment, clientId: PathSegment }

/** `GET /api/atlas/v2/orgs`. */
export const ListOrganizations = HttpApiEndpoint.get("listOrganizations", "/api/atlas/v2/orgs", {
  headers,
  success: Organizations,
  error: AtlasErrors
})

/** `GET /api/atlas/v2/groups`: the projects. */
export const ListGroups = HttpApiEndpoint.get("listGroups", "/api/atlas/v2/groups", {
  headers,
  success: Groups,
  error: AtlasErrors
})

/** `GET /api/atlas/v2/orgs/{orgId}/serviceAccounts/{clientId}`. */
export const GetServiceAccount = HttpApiEndpoint.get(
  "getServiceAccount",
  "/api/atlas/v2/orgs/:orgId/serviceAccounts/:clientId",
  { params: account, headers, success: Account, error: AtlasErrors }
)

/** The secret that was there lives for 7 days at most from then on. A third is refused. */
export const CreateSecret = HttpApiEndpoint.post(
  "createSecret",
  "/api/atlas/v2/orgs/:orgId/serviceAccounts/:clientId/secrets",
  {
    params: account,
    headers,
    payload: NewSecret,
    success: AccountSecret.pipe(HttpApiSchema.status("Created")),
    error: AtlasErrors
  }
)

/** Tokens that were issued for the secret live on. */
export const DeleteSecret = HttpApiEndpoint.delete(
  "deleteSecret",
  "/api/atlas/v2/orgs/:orgId/serviceAccounts/:clientId/secrets/:secretId",
  { params: { ...account, secretId: PathSegment }, headers, success: HttpApiSchema.NoContent, error: AtlasErrors }
)

export const AtlasApi = HttpApi.make("AtlasApi").add(
  HttpApiGroup.make("atlas", { topLevel: true }).add(
    ListOrganizations,
    ListGroups,
    GetServiceAccount,
    CreateSecret,
    DeleteSecret
  )
)
