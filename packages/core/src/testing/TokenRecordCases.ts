/** What a token store keeps, and whose record stays when several write. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Formatter from "effect/Formatter"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as TokenKey from "../TokenKey.ts"
import type { TokenRecord } from "../TokenRecord.ts"
import { expect, make, record, type TokenStoreCase } from "./TokenStoreCase.ts"

const full: TokenRecord = {
  generation: 1,
  accessToken: Redacted.make("the access token"),
  refreshToken: Redacted.make("the refresh token"),
  expiresAt: DateTime.makeUnsafe("2026-01-02T03:04:05.678Z"),
  userId: "user",
  userIds: ["user", "other"],
  deviceId: "000000000000000000000000",
  provider: "local-userpass",
  profile: {
    userId: "user",
    domainId: "domain",
    identities: [{
      id: "i",
      providerType: "local-userpass",
      providerId: "p",
      providerData: { email: "ü@example.com" }
    }],
    data: { name: "日本 \"quoted\"", nested: { deep: [1, null, true] } },
    type: "normal"
  }
}

/** Each is another holder, and would be the same as a neighbour if parts were only joined. */
const neighbours = [
  TokenKey.user("https://a.test", "app:1", "user"),
  TokenKey.user("https://a.test", "app", "1:user"),
  TokenKey.user("https://a.test/app", "", "1:user"),
  TokenKey.user("https://a.test", "app/..", "ü"),
  TokenKey.user("https://a.test", "app", "../ü"),
  TokenKey.user("https://a.test", "app", "u\u0308"),
  TokenKey.user("https://a.test", "app", "USER"),
  TokenKey.user("https://a.test", "app", "user"),
  TokenKey.users("https://a.test", "app"),
  TokenKey.serviceAccount("https://a.test", "app"),
  TokenKey.admin("https://a.test", "app"),
  TokenKey.admin("https://a.test", "a%3Ab"),
  TokenKey.admin("https://a.test", "a:b")
]

/** How records are read, replaced under compare-and-set, and removed. */
export const recordCases: ReadonlyArray<TokenStoreCase> = [
  make("has nothing under a key that was never set", (store, key) =>
    Effect.gen(function*() {
      yield* expect("nothing", yield* store.get(key), Option.none())
    })),

  make(
    "gives back every field of what was set, and none of what was there before",
    (store, key) =>
      Effect.gen(function*() {
        yield* expect("that it is stored", yield* store.set(key, full, 0), true)
        yield* expect("the same record", yield* store.get(key), Option.some(full))
        yield* expect("that it is replaced", yield* store.set(key, { generation: 2 }, 1), true)
        yield* expect("the new record alone", yield* store.get(key), Option.some({ generation: 2 }))
      })
  ),

  make("keeps secrets that no inspection shows", (store, key) =>
    Effect.gen(function*() {
      yield* store.set(key, full, 0)
      const found = Option.getOrThrow(yield* store.get(key))
      const shown = Formatter.format(found) + JSON.stringify(found) + Formatter.formatJson(found)
      yield* expect("no token in what is shown", /the (access|refresh) token/.test(shown), false)
      yield* expect("the access token", found.accessToken && Redacted.value(found.accessToken), "the access token")
      yield* expect("the refresh token", found.refreshToken && Redacted.value(found.refreshToken), "the refresh token")
    })),

  make("refuses a record whose writer does not know the one that is there", (store, key) =>
    Effect.gen(function*() {
      yield* expect("that a generation is not expected of nothing", yield* store.set(key, record(2), 1), false)
      yield* expect("the first to be stored", yield* store.set(key, record(1), 0), true)
      yield* expect("the second to be stored", yield* store.set(key, record(2), 1), true)
      yield* expect("a late second to be refused", yield* store.set(key, record(2, "late"), 1), false)
      yield* expect("a late third to be refused", yield* store.set(key, record(3, "late"), 1), false)
      yield* expect("who expects nothing to be refused", yield* store.set(key, record(3, "late"), 0), false)
      yield* expect("who expects the future to be refused", yield* store.set(key, record(9, "late"), 8), false)
      yield* expect("the second", yield* store.get(key), Option.some(record(2)))
    })),

  make("refuses a record that is not newer than the one that is there", (store, key) =>
    Effect.gen(function*() {
      yield* store.set(key, record(5), 0)
      yield* expect("an equal generation to be refused", yield* store.set(key, record(5, "equal"), 5), false)
      yield* expect("an older generation to be refused", yield* store.set(key, record(4, "older"), 5), false)
      yield* expect("what was there", yield* store.get(key), Option.some(record(5)))
      yield* expect("a generation to be left out", yield* store.set(key, record(12), 5), true)
    })),

  make("lets exactly one of many concurrent writers win, in every generation", (store, key) =>
    Effect.gen(function*() {
      for (const generation of [1, 2, 3]) {
        const writers = Array.from({ length: 20 }, (_, writer) => record(generation, `token of ${writer}`))
        const stored = yield* Effect.forEach(writers, (mine) => store.set(key, mine, generation - 1), {
          concurrency: "unbounded"
        })
        yield* expect("one winner", stored.filter((won) => won).length, 1)
        yield* expect(
          "the winner's record",
          yield* store.get(key),
          Option.fromUndefinedOr(writers[stored.indexOf(true)])
        )
      }
    })),

  make(
    "removes a record, also one that is not there, and no late write brings it back",
    (store, key) =>
      Effect.gen(function*() {
        yield* store.set(key, record(1), 0)
        yield* store.remove(key)
        yield* store.remove(key)
        yield* expect("nothing", yield* store.get(key), Option.none())
        yield* expect("a late write to be refused", yield* store.set(key, record(2), 1), false)
        yield* expect("a new beginning", yield* store.set(key, record(1, "new"), 0), true)
        yield* expect("the new record", yield* store.get(key), Option.some(record(1, "new")))
      })
  ),

  make("keeps holders apart whose names look alike", (store) =>
    Effect.gen(function*() {
      yield* Effect.forEach(neighbours, (neighbour) => store.remove(neighbour))
      for (const neighbour of neighbours) {
        yield* expect(`${neighbour} to be free`, yield* store.set(neighbour, record(1, neighbour), 0), true)
      }
      for (const neighbour of neighbours) {
        yield* expect("its own", yield* store.get(neighbour), Option.some(record(1, neighbour)))
      }
      yield* Effect.forEach(neighbours, (neighbour) => store.remove(neighbour))
    }))
]
