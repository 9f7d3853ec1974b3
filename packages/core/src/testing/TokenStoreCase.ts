/** One thing that every token store must do, as data: any test runner can execute it. */
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Formatter from "effect/Formatter"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as TokenKey from "../TokenKey.ts"
import type { TokenRecord } from "../TokenRecord.ts"
import { TokenStore, type TokenStoreError } from "../TokenStore.ts"

/** The store did not do what it must. */
export class Nonconforming extends Schema.TaggedError<Nonconforming>()("Nonconforming", {
  expectation: Schema.String,
  found: Schema.String
}) {
  override get message() {
    return `Expected ${this.expectation}, found ${this.found}`
  }
}

type Test = Effect.Effect<void, Nonconforming | TokenStoreError, TokenStore>

export interface TokenStoreCase {
  readonly name: string
  /** Sleeps some seconds at most, by the clock that it is given: that must be the store's own. */
  readonly test: Test
}

/** `test` gets a key of its own, under which nothing is stored. */
export const make = (name: string, test: (store: TokenStore["Service"], key: string) => Test): TokenStoreCase => {
  const key = TokenKey.serviceAccount("https://suite.test", name)
  return { name, test: TokenStore.use((store) => Effect.andThen(store.remove(key), test(store, key))) }
}

/** Compares by value. */
export const expect = <A>(expectation: string, found: A, expected: A): Effect.Effect<void, Nonconforming> =>
  Equal.equals(found, expected)
    ? Effect.void
    : Effect.fail(new Nonconforming({ expectation, found: Formatter.format(found) }))

/** A record of some generation. */
export const record = (generation: number, token = `token ${generation}`): TokenRecord => ({
  generation,
  accessToken: Redacted.make(token)
})
