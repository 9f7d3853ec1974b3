/** What programs ask a server of App Services to see whether it is there. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"

const Version = Schema.Struct({
  backend: Schema.Struct({ gitHash: Schema.String }).pipe(Schema.encodeKeys({ gitHash: "git_hash" }))
})

export const VersionEndpoints = HttpApiGroup.make("version", { topLevel: true }).add(
  HttpApiEndpoint.get("getVersion", "/api/private/v1.0/version", { success: Version })
)
