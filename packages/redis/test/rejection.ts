import { assert } from "vitest"

/** What a promise rejects with. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then((value) => assert.fail(`accepted with ${String(value)}`), (error: unknown) => error)
