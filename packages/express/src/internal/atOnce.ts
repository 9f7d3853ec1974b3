/** What has to be said at once. A program without types may promise it instead: an object, and so always a yes. */

const isPromise = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function"

/** Throws a `TypeError` for a promise, which is not waited for, and whose rejection nobody hears. */
export const atOnce = <A>(name: string, value: A): A => {
  if (!isPromise(value)) return value
  Promise.resolve(value).catch(() => {})
  throw new TypeError(`${name} must answer at once, and gave a promise`)
}
