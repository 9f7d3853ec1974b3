/** Everything that anybody can see of a program: its errors and objects, spans, logs and events. */
import { Listener } from "@atlas-bearer/core/ClientEvent"
import { Cause, Effect, Exit, Layer, Logger, References, Tracer } from "effect"
import { inspect } from "node:util"

const everything = {
  depth: Infinity,
  showHidden: true,
  getters: true,
  breakLength: Infinity,
  maxArrayLength: Infinity,
  maxStringLength: Infinity
} as const

const ignoring = (show: () => string | undefined) => {
  try {
    return show() ?? ""
  } catch {
    // It has a cycle, or a method that throws: then this way shows nothing.
    return ""
  }
}

/** All that can be printed of a value, also by those who look past its own `inspect` and `toJSON`. */
const shown = (value: unknown): string => {
  const texts = [
    ignoring(() => String(value)),
    inspect(value, everything),
    inspect(value, { ...everything, customInspect: false }),
    ignoring(() => JSON.stringify(value))
  ]
  for (let error = value; error instanceof Error; error = error.cause) {
    texts.push(error.name, error.message, error.stack ?? "")
  }
  return texts.join("\n")
}

/** What a call ended with, its defects included. */
const shownExit = (exit: Exit.Exit<unknown, unknown>) =>
  Exit.isSuccess(exit) ? "" : [Cause.pretty(exit.cause), shown(exit), shown(Cause.squash(exit.cause))].join("\n")

export const make = () => {
  const texts = new Map<string, string>()
  const see = (where: string, ...more: ReadonlyArray<string>) =>
    more.forEach((text) => void texts.set(text, texts.get(text) ?? where))
  const failures = new Set<string>()

  class SeenSpan extends Tracer.NativeSpan {
    override attribute(key: string, value: unknown) {
      see(`span ${this.name}`, key, shown(value))
      super.attribute(key, value)
    }
    override event(name: string, startTime: bigint, attributes?: Record<string, unknown>) {
      see(`span ${this.name}`, name, shown(attributes))
      super.event(name, startTime, attributes)
    }
    override end(endTime: bigint, exit: Exit.Exit<unknown, unknown>) {
      see(`span ${this.name}`, this.name, shownExit(exit))
      super.end(endTime, exit)
    }
  }

  const logger = Logger.make(({ cause, message }) => {
    see("log", shown(message), Cause.pretty(cause), shown(cause))
  })

  return {
    /** Each text, and what showed it first. */
    texts,
    /** Tags of what the calls failed with. */
    failures,
    object: (value: unknown) => see(shown(value)),
    /** Keeps how the call ended. */
    call: <A, E extends { readonly _tag: string }, R>(call: Effect.Effect<A, E, R>): Effect.Effect<void, never, R> =>
      Effect.map(Effect.exit(call), (exit) => {
        see("call", shownExit(exit))
        const error = Exit.isSuccess(exit) ? undefined : Cause.squash(exit.cause)
        if (error instanceof Error) failures.add("_tag" in error ? String(error._tag) : `defect ${error.name}`)
      }),
    layer: Layer.mergeAll(
      Logger.layer([logger]),
      Layer.succeed(References.MinimumLogLevel, "All"),
      Layer.succeed(Listener, (event) => see(shown(event))),
      Layer.succeed(Tracer.Tracer, Tracer.make({ span: (options) => new SeenSpan(options) }))
    )
  }
}

export type Seen = ReturnType<typeof make>
