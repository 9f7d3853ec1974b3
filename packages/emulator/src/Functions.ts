/** The functions of the apps: what the code that started the emulator gave for them. */
import * as Ejson from "@atlas-bearer/core/Ejson"
import { FunctionExecutionError, FunctionNotFound } from "@atlas-bearer/core/FunctionError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Schema from "effect/Schema"

// A method's parameters may be narrower than these (TypeScript compares them in both directions), a function type's not.
interface Callable {
  call(...args: ReadonlyArray<unknown>): unknown
}

/**
 * By the name that clients call. Arguments and results are JavaScript values: `Ejson.ts` of the core says which. A Promise
 * is waited for; what is thrown is the failure of the call.
 */
export type Registered = Readonly<Record<string, Callable["call"]>>

const thrown = (cause: unknown) => cause instanceof Error ? cause.message : String(cause)

export class Functions extends Context.Service<Functions, {
  readonly has: (name: string) => boolean
  /** With JavaScript values. */
  readonly run: (
    name: string,
    args: ReadonlyArray<unknown>
  ) => Effect.Effect<unknown, FunctionNotFound | FunctionExecutionError>
  /** With arguments and result in canonical EJSON. */
  readonly call: (
    name: string,
    args: ReadonlyArray<Schema.Json>
  ) => Effect.Effect<Schema.Json, FunctionNotFound | FunctionExecutionError>
}>()("@atlas-bearer/emulator/Functions") {
  static readonly layer = (registered: Registered = {}) =>
    Layer.sync(Functions, () => {
      const functions = new Map(Object.entries(registered))

      const execute = <A>(name: string, args: () => ReadonlyArray<unknown>, result: (value: unknown) => A) => {
        const found = functions.get(name)
        return found === undefined
          ? Effect.fail(new FunctionNotFound({ description: `function not found: '${name}'` }))
          : Effect.tryPromise({
            try: async () => result(await found(...args())),
            catch: (cause) => new FunctionExecutionError({ description: thrown(cause) })
          })
      }

      return Functions.of({
        has: (name) => functions.has(name),
        run: (name, args) => execute(name, () => args, (value) => value),
        call: (name, args) => execute(name, () => args.map(Ejson.decode), Ejson.encode)
      })
    })
}
