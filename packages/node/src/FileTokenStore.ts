/** Keeps tokens in files that only their owner can read, for all processes of one host. */
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import * as TextSeal from "@atlas-bearer/core/TextSeal"
import * as Result from "effect/Result"
import * as path from "node:path"
import * as OnDemand from "./internal/OnDemand.ts"
import * as option from "./internal/option.ts"
import type { TokenFileUnreadable } from "./internal/TokenFileError.ts"

export { TokenFileExposed, TokenFileUnreadable } from "./internal/TokenFileError.ts"

/** Where the files are, and whether they are sealed. */
export interface Options {
  /** A directory for nothing else. It is made, for its owner alone; one that others may use is refused. */
  readonly path: string
  /** 32 bytes. Everything is sealed with it (AES-256-GCM), also the names of users and apps. */
  readonly encryptionKey?: Uint8Array | undefined
  /** Hears of a file that cannot be read and counts as absent. By default `process.emitWarning`. */
  readonly onWarning?: ((warning: TokenFileUnreadable) => void) | undefined
}

/**
 * Throws an `InvalidOption` that names the option. Touches no file before it is used.
 *
 * Each key has its file, named by a hash: holders do not wait for each other, a torn file is one holder's, and one rename
 * replaces all there is to replace. Methods reject with a `TokenFileExposed`, with a `TokenFileUnreadable` where `set` would
 * replace what another key opens, and else with the system's error.
 */
export const make = (options: Options): PromiseTokenStore => {
  const directory = path.resolve(option.text("path", option.object(options).path))
  const { encryptionKey } = options
  const textSeal = encryptionKey === undefined
    ? undefined
    : Result.getOrThrow(TextSeal.fromOption({ option: "encryptionKey", input: encryptionKey }))
  const onWarning = option.method("onWarning", options.onWarning) ?? ((warning) => process.emitWarning(warning))
  const { call } = OnDemand.make(
    () => import("./internal/loaded/FileTokenStore.ts"),
    ({ make }) => make(directory, textSeal, onWarning)
  )
  return {
    get: (key) => call((store) => store.get(key)),
    set: (key, record, expectedGeneration) => call((store) => store.set(key, record, expectedGeneration)),
    remove: (key) => call((store) => store.remove(key)),
    withLease: (key, ttl, run, signal) => call((store) => store.withLease(key, ttl, run, signal))
  }
}
