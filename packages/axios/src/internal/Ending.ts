/** What ends a call before its time: the caller's signal or cancel token, and its deadline. */
import type { InternalAxiosRequestConfig } from "axios"
import { DeadlineExceeded } from "../BearerError.ts"

export interface Ending {
  /** Aborts with the call. `undefined` when the caller has nothing to end it with. */
  readonly signal: AbortSignal | undefined
  /** Has it ended before its time? */
  readonly isOver: () => boolean
  /** Milliseconds until the deadline. */
  readonly left: () => number | undefined
  /** Settles as `work` does, or when the call ends. */
  readonly race: <A>(work: Promise<A>) => Promise<A>
}

/** What a cancel token of axios has, whatever its type says. */
interface Subscribable {
  readonly subscribe: (listener: () => void) => void
  readonly unsubscribe: (listener: () => void) => void
}
const isSubscribable = (token: object): token is Subscribable => "subscribe" in token && "unsubscribe" in token

// A longer timer fires at once.
const longestTimer = 2 ** 31 - 1

/**
 * `deadline` is the caller's own. A `fallback` ends the call too, but not a request that is under way, which its `timeout` may: a
 * signal that nearly never aborts would add a tenth to the cost of each request. `attempts` counts what was sent. Axios itself turns an
 * aborted call into its `CanceledError`.
 */
export const make = (
  { cancelToken, signal }: Pick<InternalAxiosRequestConfig, "cancelToken" | "signal">,
  { deadline: own, fallback }: { readonly deadline: number | undefined; readonly fallback: number | undefined },
  attempts: () => number
): Ending => {
  const deadline = own ?? fallback
  let isOver = false
  const endsAt = deadline === undefined ? undefined : performance.now() + deadline
  const left = () => endsAt === undefined ? undefined : Math.max(0, endsAt - performance.now())
  const controller = cancelToken || signal || own !== undefined ? new AbortController() : undefined
  const token = cancelToken && isSubscribable(cancelToken) ? cancelToken : undefined
  const race = <A>(work: Promise<A>) => {
    if (!cancelToken && !signal && deadline === undefined) return work
    return new Promise<A>((resolve, reject) => {
      const release = () => {
        clearTimeout(timer)
        token?.unsubscribe(cancel)
        signal?.removeEventListener?.("abort", cancel)
      }
      const end = (reason: unknown) => {
        isOver = true
        release()
        reject(reason)
        controller?.abort(reason)
      }
      const cancel = () => end(new Error("The call has ended."))
      const expire = () => end(new DeadlineExceeded({ deadline: deadline ?? 0, attempts: attempts() }))
      const timer = deadline === undefined ? undefined : setTimeout(expire, Math.min(deadline, longestTimer))
      token?.subscribe(cancel)
      signal?.addEventListener?.("abort", cancel)
      if (signal?.aborted) cancel()
      work.then(resolve, reject)
      work.then(release, release)
    })
  }
  return { signal: controller?.signal, left, isOver: () => isOver, race }
}

/** One signal for all of them. A signal that is no `AbortSignal` of the platform reaches the request by the call's own. */
export const any = (signals: ReadonlyArray<object | undefined>): AbortSignal | undefined => {
  const own = signals.filter((signal) => signal instanceof AbortSignal)
  return own.length > 1 ? AbortSignal.any(own) : own[0]
}

/** Never wakes too early. Rejects when `signal` aborts. */
export const sleep = (millis: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const due = performance.now() + millis
    let timer: ReturnType<typeof setTimeout>
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const wake = () => {
      const left = due - performance.now()
      if (left > 0) timer = setTimeout(wake, Math.min(Math.ceil(left), longestTimer))
      else {
        signal?.removeEventListener("abort", abort)
        resolve()
      }
    }
    signal?.addEventListener("abort", abort)
    wake()
    if (signal?.aborted) abort()
  })
