/** What has to be said at once. A program without types may promise it instead: an object, and so always a yes. */
import { isPromiseLike } from "effect/Predicate"

/** Throws a `TypeError` for a promise, which is not waited for, and whose rejection nobody hears. */
export const atOnce = <A>(name: string, value: A): A => {
  if (!isPromiseLike(value)) return value
  Promise.resolve(value).catch(() => {})
  throw new TypeError(`${name} must answer at once, and gave a promise`)
}
