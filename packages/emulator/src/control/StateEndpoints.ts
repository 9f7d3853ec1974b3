/** The part of the control plane that takes the emulator to another state. */
import { BadRequest, onWire } from "@atlas-bearer/core/ClientError"
import { AccountNameInUse } from "@atlas-bearer/core/EmailPasswordError"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { ArmedFault, Fault } from "../Fault.ts"
import { Entry, Lineage } from "../Journal.ts"
import { SeedData } from "../SeedData.ts"
import { AppNameInUse } from "../Tenants.ts"

/** There is no such thing on the control plane. */
export class NotFound extends Schema.TaggedError<NotFound>()("NotFound", { description: Schema.String }, {
  httpApiStatus: 404
}) {
  override get message() {
    return this.description
  }
}

const Id = Schema.Struct({ id: Schema.String })

export const StateEndpoints = HttpApiGroup.make("state", { topLevel: true }).add(
  HttpApiEndpoint.post("reset", "/__emulator/reset"),
  HttpApiEndpoint.post("seed", "/__emulator/seed", {
    payload: SeedData,
    error: [onWire(AppNameInUse), onWire(AccountNameInUse), onWire(BadRequest)]
  }),
  HttpApiEndpoint.post("takeSnapshot", "/__emulator/snapshots", { success: Id.pipe(HttpApiSchema.status("Created")) }),
  HttpApiEndpoint.post("restoreSnapshot", "/__emulator/snapshots/:id/restore", { params: Id, error: onWire(NotFound) }),
  HttpApiEndpoint.delete("discardSnapshot", "/__emulator/snapshots/:id", { params: Id, error: onWire(NotFound) })
)

export const FaultEndpoints = HttpApiGroup.make("faults", { topLevel: true }).add(
  HttpApiEndpoint.get("listFaults", "/__emulator/faults", { success: Schema.Array(ArmedFault) }),
  HttpApiEndpoint.post("armFault", "/__emulator/faults", {
    payload: Schema.toEncoded(Fault),
    success: Id.pipe(HttpApiSchema.status("Created")),
    error: onWire(BadRequest)
  }),
  HttpApiEndpoint.delete("clearFaults", "/__emulator/faults"),
  HttpApiEndpoint.delete("disarmFault", "/__emulator/faults/:id", { params: Id, error: onWire(NotFound) })
)

export const JournalEndpoints = HttpApiGroup.make("journal", { topLevel: true }).add(
  HttpApiEndpoint.get("getJournal", "/__emulator/journal", {
    query: { after: Schema.optional(Schema.FiniteFromString) },
    success: Schema.Array(Entry)
  }),
  HttpApiEndpoint.delete("clearJournal", "/__emulator/journal"),
  HttpApiEndpoint.get("getLineage", "/__emulator/journal/lineage", { success: Schema.Array(Lineage) }),
  HttpApiEndpoint.get("getHar", "/__emulator/journal/har", { success: Schema.JsonObject })
)
