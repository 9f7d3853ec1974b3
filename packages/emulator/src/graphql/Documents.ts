/** The documents of an app as one operation sees and changes them, within its transaction. */
import type * as Effect from "effect/Effect"
import type { App } from "../Apps.ts"
import type { Collections, Stored } from "../Collections.ts"
import * as ObjectId from "../ObjectId.ts"
import type { Change } from "../watch/Changes.ts"
import { isNull, type Json, type JsonObject, valueAt } from "./JsonValue.ts"
import type { Comparable, Scalar } from "./Scalars.ts"
import type { RelationType } from "./Shape.ts"

export interface Documents {
  /** In the order in which they were added. */
  readonly all: (collection: string) => ReadonlyArray<Stored>
  /** The document that a relation's value leads to. */
  readonly linked: (relation: RelationType, value: Json) => Stored | undefined
  /** The first document with the value in the field. */
  readonly find: (collection: string, key: string, scalar: Scalar, value: Json) => Stored | undefined
  readonly insert: (collection: string, document: JsonObject) => Stored
  /** Other fields of the document are an `update`, another document is a `replace`. */
  readonly replace: (type: "update" | "replace", collection: string, stored: Stored, document: JsonObject) => Stored
  readonly remove: (collection: string, stored: Stored) => void
  readonly newId: () => string
  /** What was written, in order. */
  readonly changes: ReadonlyArray<Change>
}

/** What an operation has read of a collection, and its indexes by the keys that were looked for. */
interface Snapshot {
  readonly documents: Map<number, Stored>
  readonly indexes: Map<string, Index>
}

interface Index {
  readonly valueOf: (stored: Stored) => Comparable | undefined
  readonly first: Map<Comparable, Stored>
}

const comparableAt = (scalar: Scalar, value: Json | undefined) =>
  isNull(value) || typeof value === "object" ? undefined : scalar.comparable(value)

const add = ({ first, valueOf }: Index, stored: Stored) => {
  const value = valueOf(stored)
  if (value !== undefined && !first.has(value)) first.set(value, stored)
}

/** `run` executes a statement at once: the operation holds the database's turn. */
export const make = (
  run: <A>(statement: Effect.Effect<A>) => A,
  collections: Collections["Service"],
  app: App
): Documents => {
  const snapshots = new Map<string, Snapshot>()
  const changes: Array<Change> = []

  const snapshotOf = (collection: string) => {
    const known = snapshots.get(collection)
    if (known !== undefined) return known
    const stored = run(collections.stored(app, collection))
    const snapshot: Snapshot = {
      documents: new Map(stored.map((one) => [one.position, one])),
      indexes: new Map()
    }
    snapshots.set(collection, snapshot)
    return snapshot
  }

  const indexOf = ({ documents, indexes }: Snapshot, key: string, scalar: Scalar) => {
    const known = indexes.get(key)
    if (known !== undefined) return known
    const index: Index = {
      valueOf: ({ document }) => comparableAt(scalar, valueAt(document, key)),
      first: new Map()
    }
    for (const stored of documents.values()) add(index, stored)
    indexes.set(key, index)
    return index
  }

  const find: Documents["find"] = (collection, key, scalar, value) => {
    const wanted = comparableAt(scalar, value)
    return wanted === undefined ? undefined : indexOf(snapshotOf(collection), key, scalar).first.get(wanted)
  }

  return {
    all: (collection) => [...snapshotOf(collection).documents.values()],
    find,
    linked: ({ foreignKey, key, to }, value) => find(to().collection, foreignKey, key, value),
    insert: (collection, document) => {
      const { documents, indexes } = snapshotOf(collection)
      const stored = run(collections.insert(app, collection, document))
      documents.set(stored.position, stored)
      changes.push({ type: "insert", collection, after: document })
      // Many documents are inserted at once, each after a look for its id.
      for (const index of indexes.values()) add(index, stored)
      return stored
    },
    replace: (type, collection, { document: before, position }, document) => {
      const { documents, indexes } = snapshotOf(collection)
      const stored = { position, document }
      run(collections.replace(stored))
      // To write what is there is no change.
      if (JSON.stringify(document) !== JSON.stringify(before)) {
        changes.push({ type, collection, before, after: document })
      }
      documents.set(position, stored)
      indexes.clear()
      return stored
    },
    remove: (collection, { document, position }) => {
      const { documents, indexes } = snapshotOf(collection)
      run(collections.remove(position))
      changes.push({ type: "delete", collection, before: document })
      documents.delete(position)
      indexes.clear()
    },
    newId: () => run(ObjectId.make),
    changes
  }
}
