/** Serves the mailbox. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Mailbox } from "../Mailbox.ts"
import { ServedControlApi } from "./ServedControlApi.ts"

export const controlHandlers = HttpApiBuilder.group(
  ServedControlApi,
  "control",
  Effect.fn(function*(handlers) {
    const mailbox = yield* Mailbox
    return handlers.handleAll({
      getMailbox: ({ query }) => mailbox.messages(query),
      clearMailbox: () => mailbox.clear
    })
  })
)
