/**
 * The sessions of visitors. The cookie keeps them; this remembers those it has seen, so that the server can ask App Services
 * in a visitor's name with a token that is renewed before it ends.
 */
import type { TokenSource } from "@atlas-bearer/core/TokenSource"
import type { Exported, SessionApp } from "@atlas-bearer/express/SessionApp"
import type { App } from "@atlas-bearer/node"

export interface Sessions {
  /** For `sessionRouter`. */
  readonly app: SessionApp
  /** Nothing for who has logged out, or has not been seen since this server started. */
  readonly of: (userId: string) => Required<TokenSource> | undefined
  readonly all: () => Iterable<Required<TokenSource>>
}

const most = 1000

/** `app` logs visitors in and out; the sessions that the server uses are of `inTheirName`. */
export const make = (
  app: App.App,
  inTheirName: App.App,
  traced: (source: Required<TokenSource>) => Required<TokenSource>
): Sessions => {
  const known = new Map<string, { readonly refreshToken: string; readonly source: Required<TokenSource> }>()

  const remember = (exported: Exported) => {
    const { refreshToken, userId } = exported
    if (known.get(userId)?.refreshToken === refreshToken) return
    const [oldest] = known.keys()
    if (known.size >= most && oldest !== undefined) known.delete(oldest)
    known.set(userId, { refreshToken, source: traced(inTheirName.resume(exported)) })
  }

  return {
    app: {
      id: app.id,
      authenticate: async (credentials, options) => {
        const session = await app.authenticate(credentials, options)
        remember(session.export())
        return session
      },
      resume: (exported) => {
        remember(exported)
        const session = app.resume(exported)
        return {
          id: session.id,
          getAccessToken: session.getAccessToken,
          refreshProfile: session.refreshProfile,
          export: session.export,
          logOut: (options) => {
            known.delete(session.id)
            return session.logOut(options)
          }
        }
      }
    },
    of: (userId) => known.get(userId)?.source,
    all: () => [...known.values()].map(({ source }) => source)
  }
}
