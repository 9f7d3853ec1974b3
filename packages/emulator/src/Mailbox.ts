/** The e-mails that the emulator does not send: in memory, the last 1,000. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as Schema from "effect/Schema"

/** `token` and `tokenId` are what the link in the e-mail carries; `sentAt` is in milliseconds since 1970. */
export const Message = Schema.Struct({
  to: Schema.String,
  purpose: Schema.Literals(["confirm", "reset"]),
  token: Schema.String,
  tokenId: Schema.String,
  sentAt: Schema.Finite
})
export type Message = typeof Message.Type

const capacity = 1_000

export class Mailbox extends Context.Service<Mailbox, {
  readonly deliver: (message: Message) => Effect.Effect<void>
  /** The oldest first; those to one address, if it is given. */
  readonly messages: (to?: string) => Effect.Effect<ReadonlyArray<Message>>
  readonly clear: Effect.Effect<void>
}>()("@atlas-bearer/emulator/Mailbox") {
  static readonly layer = Layer.effect(
    Mailbox,
    Effect.map(Ref.make<ReadonlyArray<Message>>([]), (ref) =>
      Mailbox.of({
        deliver: (message) => Ref.update(ref, (messages) => [...messages, message].slice(-capacity)),
        messages: (to) =>
          Effect.map(Ref.get(ref), (messages) =>
            to === undefined ? messages : messages.filter((message) => message.to === to)),
        clear: Ref.set(ref, [])
      }))
  )
}
