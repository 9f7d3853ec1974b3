/** Anything that has access tokens to give: a user, a service account, an object of your own. Knows nothing of Effect. */

/** What adapters such as the axios interceptor need. */
export interface TokenSource {
  /** A token that is good for at least 10 s. */
  readonly getAccessToken: (options?: { readonly signal?: AbortSignal | undefined }) => Promise<string>
  /** Says that the server refused this token. Nothing happens unless it is the current one. */
  readonly invalidate: (token: string) => void | Promise<void>
}
