/** The emulator's own interface, below `/__emulator`: what no real server has. */
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"
import { AppEndpoints, TokenEndpoints } from "./control/AppEndpoints.ts"
import { ClockEndpoints } from "./control/ClockEndpoints.ts"
import { FaultEndpoints, JournalEndpoints, StateEndpoints } from "./control/StateEndpoints.ts"
import { Message } from "./Mailbox.ts"

/** The e-mails that were not sent, the oldest first. `to` chooses an address, `app` a client app id. */
export const GetMailbox = HttpApiEndpoint.get("getMailbox", "/__emulator/mailbox", {
  query: { to: Schema.optional(Schema.String), app: Schema.optional(Schema.String) },
  success: Schema.Array(Message)
})

/** Forgets all e-mails. */
export const ClearMailbox = HttpApiEndpoint.delete("clearMailbox", "/__emulator/mailbox")

export const ControlApi = HttpApi.make("ControlApi").add(
  HttpApiGroup.make("control", { topLevel: true }).add(GetMailbox, ClearMailbox),
  ClockEndpoints,
  AppEndpoints,
  TokenEndpoints,
  StateEndpoints,
  FaultEndpoints,
  JournalEndpoints
)
