/** Gives an axios instance bearer tokens, one replay after a 401, and waits as long as the server asks. */
import type { CallOptions, TokenSource } from "@atlas-bearer/core/TokenSource"
import type { AxiosInstance } from "axios"
import { InvalidOption } from "./BearerError.ts"
import * as Bare from "./internal/Bare.ts"
import { bearerAdapter } from "./internal/bearerAdapter.ts"
import type * as CommonJs from "./internal/CommonJs.cts"
import { limitsOf, wrongLimit } from "./internal/limits.ts"
import * as origins from "./internal/origins.ts"

/** The limits of a call; its `signal` is that of the request. */
export interface BearerOptions extends Omit<CallOptions, "signal"> {
  /** May it be sent again when it is not clear whether the server saw it? By default as its method says. */
  readonly idempotent?: boolean | undefined
}

/** What `attachBearer` may be told besides the instance and the token source. */
export interface AttachOptions extends BearerOptions {
  /** The token goes to these origins and to no other. By default to the token source's own. */
  readonly origins?: ReadonlyArray<string | URL> | undefined
  /** Allows `http:` origins on other machines: everybody on the way sees the tokens. */
  readonly allowInsecure?: boolean | undefined
  /**
   * `axios.getAdapter`, of the axios that made the instance: requests then go straight to the adapter. Without it each takes an
   * eighth more CPU time, unless `instance` is `axios` itself.
   */
  readonly getAdapter?: Bare.GetAdapter | undefined
}

declare module "axios" {
  interface AxiosRequestConfig {
    /** `false`: no token, no replay, no waiting. An object: limits of this request. */
    bearer?: false | BearerOptions | undefined
  }
}

const attached = new WeakMap<AxiosInstance, () => void>()

/**
 * Returns a function that takes it off again. Attaching again replaces what was attached before. The request interceptor that
 * this adds only chooses the adapter: token, waiting and replay happen below all interceptors, which run once for each call.
 * Throws an `InvalidOption`.
 */
export function attachBearer(
  instance: AxiosInstance | CommonJs.Instance,
  tokenSource: TokenSource,
  options?: AttachOptions
): () => void
// At run time there is one axios.
export function attachBearer<Instance extends AxiosInstance>(
  instance: Instance,
  tokenSource: TokenSource,
  options: AttachOptions = {}
) {
  if (typeof tokenSource?.getAccessToken !== "function" || typeof tokenSource.invalidate !== "function") {
    throw new InvalidOption({ option: "tokenSource", reason: "must have the methods getAccessToken and invalidate" })
  }
  const wrong = wrongLimit(options)
  if (wrong !== undefined) throw wrong
  const allowed = origins.fromOptions(options, tokenSource)
  const attachment = {
    bare: Bare.make(instance, options.getAdapter),
    source: tokenSource,
    options: limitsOf(options, {})
  }
  const adapt = bearerAdapter(attachment, allowed)
  attached.get(instance)?.()
  const id = instance.interceptors.request.use(adapt, undefined, { synchronous: true })
  const detach = () => {
    if (attached.get(instance) !== detach) return
    attached.delete(instance)
    instance.interceptors.request.eject(id)
  }
  attached.set(instance, detach)
  return detach
}
