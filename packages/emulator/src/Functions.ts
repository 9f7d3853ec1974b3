/** The functions of the apps and of their services: what the code that started the emulator gave for them. */
import * as Ejson from "@atlas-bearer/core/Ejson"
import { FunctionExecutionError, FunctionNotFound, ServiceNotFound } from "@atlas-bearer/core/FunctionError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import type * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

// A method's parameters may be narrower than these (TypeScript compares them in both directions), a function type's not.
interface Callable {
  call(...args: ReadonlyArray<unknown>): unknown
}

/**
 * By the name that clients call. Arguments and results are JavaScript values: `Ejson.ts` of the core says which. A Promise
 * is waited for; what is thrown is the failure of the call. A client can read an async iterable as a stream: its `return` is
 * called when the client goes.
 */
export type Registered = Readonly<Record<string, Callable["call"]>>

/** By the names of the services, such as `mongodb-atlas` with `find` and `watch`. */
export type Services = Readonly<Record<string, Registered>>

const failed = (cause: unknown) =>
  new FunctionExecutionError({ description: cause instanceof Error ? cause.message : String(cause) })

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  Predicate.hasProperty(value, Symbol.asyncIterator) && Predicate.isFunction(value[Symbol.asyncIterator])

const encoded = (value: unknown) => Effect.try({ try: () => Ejson.encode(value), catch: failed })

type Failure = FunctionNotFound | FunctionExecutionError | ServiceNotFound

export class Functions extends Context.Service<Functions, {
  readonly has: (name: string, service?: string) => boolean
  readonly hasService: (name: string) => boolean
  /** With JavaScript values. */
  readonly run: (
    name: string,
    args: ReadonlyArray<unknown>
  ) => Effect.Effect<unknown, FunctionNotFound | FunctionExecutionError>
  /** With arguments and result in canonical EJSON. */
  readonly call: (
    name: string,
    args: ReadonlyArray<Schema.Json>,
    service?: string
  ) => Effect.Effect<Schema.Json, Failure>
  /** With arguments and elements in canonical EJSON. */
  readonly stream: (
    name: string,
    args: ReadonlyArray<Schema.Json>,
    service?: string
  ) => Effect.Effect<Stream.Stream<Schema.Json, FunctionExecutionError>, Failure>
}>()("@atlas-bearer/emulator/Functions") {
  static readonly layer = (registered: Registered = {}, ofServices: Services = {}) =>
    Layer.sync(Functions, () => {
      const functions = new Map(Object.entries(registered))
      const services = new Map(
        Object.entries(ofServices).map(([name, registered]) => [name, new Map(Object.entries(registered))])
      )

      const execute = <A>(
        name: string,
        args: () => ReadonlyArray<unknown>,
        result: (value: unknown) => A,
        all = functions
      ) => {
        const found = all.get(name)
        return found === undefined
          ? Effect.fail(new FunctionNotFound({ description: `function not found: '${name}'` }))
          : Effect.tryPromise({
            try: async () => result(await found(...args())),
            catch: failed
          })
      }

      const executeIn = Effect.fnUntraced(function*<A>(
        service: string | undefined,
        name: string,
        args: ReadonlyArray<Schema.Json>,
        result: (value: unknown) => A
      ) {
        const all = service === undefined ? functions : services.get(service)
        if (all === undefined) return yield* new ServiceNotFound({ description: `service not found: '${service}'` })
        return yield* execute(name, () => args.map(Ejson.decode), result, all)
      })

      return Functions.of({
        has: (name, service) => (service === undefined ? functions : services.get(service))?.has(name) ?? false,
        hasService: (name) => services.has(name),
        run: (name, args) => execute(name, () => args, (value) => value),
        call: (name, args, service) => executeIn(service, name, args, Ejson.encode),
        stream: Effect.fn("Functions.stream")(function*(name, args, service) {
          const elements = yield* executeIn(service, name, args, (value) => value)
          return isAsyncIterable(elements)
            ? Stream.mapEffect(Stream.fromAsyncIterable(elements, failed), encoded)
            : yield* failed(`function '${name}' is no stream: it returns no async iterable`)
        })
      })
    })
}
