/** What `sessionRouter` needs of an app: an `App` of @atlas-bearer/node is one. */
import type { Credentials } from "@atlas-bearer/core/Credentials"
import type { Profile } from "@atlas-bearer/core/endpoints/client/Profile"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"

/** What a session can be taken up again with. The refresh token is a secret. */
export interface Exported {
  readonly refreshToken: string
  readonly userId: string
  readonly deviceId?: string | undefined
}

/** A user's session that belongs to one request: listed and stored nowhere else. */
export interface Session {
  /** The user's id. */
  readonly id: string
  readonly getAccessToken: (options?: CallOptions) => Promise<string>
  readonly refreshProfile: (options?: CallOptions) => Promise<typeof Profile.Type>
  readonly logOut: (options?: CallOptions) => Promise<void>
  readonly export: () => Exported
}

export interface SessionApp {
  /** The client app id. */
  readonly id: string
  /** Logs in. */
  readonly authenticate: (credentials: Credentials, options?: CallOptions) => Promise<Session>
  /** Takes a session up again; sends nothing. */
  readonly resume: (session: Exported) => Session
}
