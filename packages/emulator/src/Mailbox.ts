/** The e-mails that the emulator does not send: in memory, the last 1,000. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"

/** `app` is the client app id; `token` and `tokenId` are what the link in the e-mail carries; `sentAt` is in milliseconds since 1970. */
export const Message = Schema.Struct({
  app: Schema.String,
  to: Schema.String,
  purpose: Schema.Literals(["confirm", "reset"]),
  token: Schema.String,
  tokenId: Schema.String,
  sentAt: Schema.Finite
})
export type Message = typeof Message.Type

/** All e-mails, or those to one address, of one app. */
export interface Selection {
  readonly to?: string | undefined
  /** The client app id. */
  readonly app?: string | undefined
}

const capacity = 1_000

export class Mailbox extends Context.Service<Mailbox, {
  readonly deliver: (message: Message) => Effect.Effect<void>
  /** The oldest first; those to one address, or of one app, if it is given. */
  readonly messages: (of?: Selection) => Effect.Effect<ReadonlyArray<Message>>
  readonly clear: Effect.Effect<void>
}>()("@atlas-bearer/emulator/Mailbox") {
  static readonly layer = Layer.effect(
    Mailbox,
    Effect.map(Ref.make<ReadonlyArray<Message>>([]), (ref) =>
      Mailbox.of({
        deliver: (message) => Ref.update(ref, (messages) => [...messages, message].slice(-capacity)),
        messages: ({ app, to } = {}) =>
          Effect.map(Ref.get(ref), (messages) =>
            messages.filter((message) =>
              (to === undefined || message.to === to) && (app === undefined || message.app === app)
            )),
        clear: Ref.set(ref, [])
      }))
  )
}
