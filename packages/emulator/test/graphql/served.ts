/** An emulator that has a library beside the default seed's films, and a user who asks it. */
import { Collections } from "@atlas-bearer/emulator/Collections"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import type { JsonObject } from "@atlas-bearer/emulator/graphql/JsonValue"
import { Effect, ManagedRuntime } from "effect"
import { seededApp } from "../seededStore.ts"
import { books, people } from "./library.ts"

interface Answer {
  readonly data: unknown
  readonly errors?: ReadonlyArray<{
    readonly message: string
    readonly path?: ReadonlyArray<string | number>
    readonly locations?: unknown
  }>
}

export interface Library extends AsyncDisposable {
  readonly graphqlUrl: string
  /** With the status, when it is not 200. */
  readonly ask: (
    query: string,
    more?: { readonly variables?: unknown; readonly operationName?: string }
  ) => Promise<Answer>
  /** Past GraphQL, whatever the schema says. */
  readonly insert: (collection: string, document: JsonObject) => Promise<void>
  readonly stored: (collection: string) => Promise<ReadonlyArray<JsonObject>>
}

export const id = (last: string) => last.padStart(24, "0")

const library: Readonly<Record<string, ReadonlyArray<JsonObject>>> = {
  History_people: [
    { _id: id("a"), handle: "ada", born: 1815, teacher: "mary", books: [id("1"), id("404"), id("2")] },
    { _id: id("b"), handle: "mary", born: 1780, teacher: "nobody" },
    { _id: id("c"), handle: "luigi", books: [] }
  ],
  books: [
    {
      _id: id("1"),
      title: "Notes",
      pages: 66,
      copies: "9007199254740993",
      price: 1.5,
      lent: false,
      printed: "1843-09-01T00:00:00Z",
      tags: ["engine", "algorithm"],
      cover: { color: "blue", gilded: true, spine_parts: [1, 2], painter: "luigi" },
      item_reviews: [{ stars: 5, by: "charles", critic: "ghost" }, { stars: 3, by: "anne", critic: "mary" }],
      "Name of 2nd editor": "Babbage",
      author: "ada",
      translators: ["ada", "ghost", "luigi"]
    },
    { _id: id("2"), title: "Connexion", pages: 414, lent: true, tags: [], author: "mary", cover: null, copies: 7 },
    { _id: id("3"), title: "Sketch", tags: ["engine"], cover: { color: "red" }, author: "luigi", pages: null },
    { _id: id("4"), title: "Anonymous", pages: 66, tags: ["sonnet"], printed: "1843-09-01T02:00:00.001+02:00" }
  ]
}

export const serve = async (): Promise<Library> => {
  const runtime = ManagedRuntime.make(Emulator.layer())
  const url = await runtime.runPromise(Effect.gen(function*() {
    const app = yield* seededApp
    const collections = yield* Collections
    for (const collection of [books, people]) yield* collections.create(app, collection)
    for (const [name, documents] of Object.entries(library)) {
      for (const document of documents) yield* collections.insert(app, name, document)
    }
    const { url } = yield* Emulator.Emulator
    return `${url}/api/client/v2.0/app/${app.clientAppId}`
  }))
  const login = await fetch(`${url}/auth/providers/anon-user/login`, { method: "POST" })
  const { access_token }: { readonly access_token: string } = await login.json()
  return {
    graphqlUrl: `${url}/graphql`,
    ask: async (query, more) => {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "authorization": `Bearer ${access_token}`, "content-type": "application/json" },
        body: JSON.stringify({ query, ...more })
      })
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
      return response.json()
    },
    insert: (collection, document) =>
      runtime.runPromise(Effect.gen(function*() {
        const collections = yield* Collections
        yield* collections.insert(yield* seededApp, collection, document)
      })),
    stored: (collection) =>
      runtime.runPromise(Effect.gen(function*() {
        const collections = yield* Collections
        return yield* collections.documents(yield* seededApp, collection)
      })),
    [Symbol.asyncDispose]: () => runtime.dispose()
  }
}
