/** The API keys that a user makes to log in without a password. */
import type { UserSession } from "./UserSession.ts"

type Caller = Pick<UserSession, "callWithRefreshToken">

/** Of the session's user, who must not be anonymous. A user has 20 keys at most; they do not expire. */
export const make = ({ callWithRefreshToken: call }: Caller) => ({
  /** The answer alone holds the key itself. The name has ASCII letters, digits, `_` and `-`, and is unique. */
  create: (name: string) =>
    call((client, authorization) => client.createApiKey({ headers: { authorization }, payload: { name } })),
  fetch: (keyId: string) =>
    call((client, authorization) => client.getApiKey({ headers: { authorization }, params: { keyId } })),
  fetchAll: call((client, authorization) => client.listApiKeys({ headers: { authorization } })),
  /** Not the key that this session was begun with. */
  delete: (keyId: string) =>
    call((client, authorization) => client.deleteApiKey({ headers: { authorization }, params: { keyId } })),
  enable: (keyId: string) =>
    call((client, authorization) => client.enableApiKey({ headers: { authorization }, params: { keyId } })),
  /** Nobody logs in with it; sessions that it began live on. */
  disable: (keyId: string) =>
    call((client, authorization) => client.disableApiKey({ headers: { authorization }, params: { keyId } }))
})
