/** What a user does with the own account: adds identities, calls the app's functions, deletes it. */
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as Schema from "effect/Schema"
import type { Credentials } from "./Credentials.ts"
import * as Deadline from "./Deadline.ts"
import * as Ejson from "./Ejson.ts"
import { FunctionNotFound, ServiceNotFound } from "./FunctionError.ts"
import { Idempotent } from "./Idempotent.ts"
import type { UserSession } from "./UserSession.ts"

/** Another user has the identity, and it cannot have two. Log in as that user, or delete it. */
export class IdentityInUse
  extends Schema.TaggedError<IdentityInUse>()("IdentityInUse", { description: Schema.String })
{
  override get message() {
    return `Another user has this identity (${this.description}). Log in as that user, or link other credentials.`
  }
}

/** A function of the app, or of one of its services. */
export interface FunctionCall {
  readonly name: string
  readonly args?: ReadonlyArray<unknown> | undefined
  readonly service?: string | undefined
  /** May it be executed again when it is not clear whether it was? */
  readonly idempotent?: boolean | undefined
}

/** What the session's user may do with the own account. Each effect fails with what its operation declares, or with what keeps the session from having a token. */
export const make = (session: UserSession, clientAppId: string) => ({
  /** Makes the credentials a further identity of the user, and answers the new profile. */
  linkCredentials: (credentials: Credentials) =>
    Deadline.within(() =>
      session.call((client, token) =>
        // An identity that is linked by then may be refused: unlike a login, this is not sent again when that is not clear.
        Effect.provideService(credentials.link(client, clientAppId, token), Idempotent, false)
      ).pipe(
        // The server says it with the code of an expired token. A new token was tried, so this is what it means.
        Effect.catchTag("InvalidSession", ({ description }) => Effect.fail(new IdentityInUse({ description }))),
        Effect.andThen(session.profile)
      )
    ),
  /** Deletes the account on the server, for ever, then forgets the session here. */
  delete: session.call((client, authorization) => client.deleteUser({ headers: { authorization } })).pipe(
    Effect.andThen(Effect.ignore(session.logOut))
  ),
  /** Arguments and result are JavaScript values (`Ejson.ts`). What the function throws is told without the arguments. */
  callFunction: ({ args = [], idempotent = false, name, service }: FunctionCall) =>
    Effect.suspend(() => {
      const payload = { name, arguments: args.map(Ejson.encode), ...(service === undefined ? {} : { service }) }
      return session.call((client, authorization) =>
        client.callFunction({ params: { clientAppId }, headers: { authorization }, payload })
      )
    }).pipe(
      Effect.map(Ejson.decode),
      // Failures quote the server with everything masked that was sent. These names are no secrets.
      Effect.catchTags({
        FunctionNotFound: () => Effect.fail(new FunctionNotFound({ description: `function not found: '${name}'` })),
        ServiceNotFound: () => Effect.fail(new ServiceNotFound({ description: `service not found: '${service}'` }))
      }),
      idempotent ? Effect.provideService(Idempotent, true) : identity
    )
})
