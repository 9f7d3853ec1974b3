/** The functions of an app, as methods of one object. */

/**
 * `await user.functions.sum(1, 2)` calls the app's function `sum`. A function whose name every object has, such as
 * `toString`, or `then` or `toJSON`, is called by `user.callFunction`.
 */
export type Functions = Readonly<Record<string, (...args: ReadonlyArray<unknown>) => Promise<unknown>>>

// A Promise and `JSON.stringify` look for these. Neither wants to call a function.
const reserved = new Set<string | symbol>(["then", "toJSON"])

/** Any name becomes a function of the app; `call` executes it. */
export const make = (call: (name: string, args: ReadonlyArray<unknown>) => Promise<unknown>): Functions =>
  new Proxy<Functions>({}, {
    get: (target, name, receiver) =>
      typeof name === "symbol" || reserved.has(name) || name in target
        ? Reflect.get(target, name, receiver)
        : (...args: ReadonlyArray<unknown>) => call(name, args)
  })
