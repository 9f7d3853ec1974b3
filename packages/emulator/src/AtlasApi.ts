/** A protected resource of the Atlas Administration API, for service-account tokens to be used on. */
import { Bearer } from "@atlas-bearer/core/Bearer"
import { ApiBody } from "@atlas-bearer/core/OAuthErrorOnWire"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"

/** Projects, which the API calls groups. */
export const Groups = Schema.Struct({
  results: Schema.Array(Schema.Struct({ id: Schema.String, name: Schema.String })),
  totalCount: Schema.Int
}).pipe(HttpApiSchema.asJson({ contentType: "application/vnd.atlas.2025-03-12+json;charset=utf-8" }))

export const ListGroups = HttpApiEndpoint.get("listGroups", "/api/atlas/v2/groups", {
  headers: { authorization: Bearer },
  success: Groups,
  error: ApiBody.pipe(HttpApiSchema.status(401))
})

export const AtlasApi = HttpApi.make("AtlasApi").add(HttpApiGroup.make("atlas", { topLevel: true }).add(ListGroups))
