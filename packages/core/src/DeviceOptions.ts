/** What a client may tell about itself when it logs in. */
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"

// realm-web sends `{ "$oid": ... }`, Stitch and realm-core a plain string.
const ObjectId = Schema.Union([Schema.String, Schema.Struct({ $oid: Schema.String })]).pipe(
  Schema.decodeTo(
    Schema.String,
    SchemaTransformation.transform({
      decode: (id) => typeof id === "string" ? id : id.$oid,
      encode: (id) => id
    })
  )
)

/** The optional `options` of every login body. A known `deviceId` keeps the device's identity across logins. */
export const DeviceOptions = Schema.Struct({
  device: Schema.optional(Schema.Struct({
    deviceId: Schema.optional(ObjectId),
    appId: Schema.optional(Schema.String),
    appVersion: Schema.optional(Schema.String),
    platform: Schema.optional(Schema.String),
    platformVersion: Schema.optional(Schema.String),
    sdkVersion: Schema.optional(Schema.String)
  }))
})
