/** What is remembered of the database's rows, until a statement may have changed them. */
import type { Connection } from "./Connection.ts"

/** What was found of some tables, by the parameters of the question. */
export interface Memory<A> {
  readonly get: (key: string) => A | undefined
  readonly set: (key: string, found: A) => void
}

export interface Memories {
  /** A memory of what this statement finds. */
  readonly make: <A>(sql: string) => Memory<A>
  /** Which tables the execution of the statement may change. */
  readonly changedBy: (sql: string) => ReadonlySet<string>
  /** Forgets what was found of the tables. */
  readonly forget: (tables: ReadonlySet<string>) => void
}

// A client may ask for what does not exist, as often as it likes.
const capacity = 1_000

/** Every table, with itself and those that lose rows when it does (`ON DELETE CASCADE`). */
const followers = `
  WITH RECURSIVE
    tables AS (SELECT name FROM sqlite_schema WHERE type = 'table'),
    keys AS MATERIALIZED (SELECT name, "table" FROM tables, pragma_foreign_key_list(name)),
    found (name, follower) AS (
      SELECT name, name FROM tables UNION
      SELECT found.name, keys.name FROM found JOIN keys ON keys."table" = follower
    )
  SELECT * FROM found`

/** Of the tables that the connection has now. */
export const make = (connection: Connection): Memories => {
  const pairs = connection.prepare(followers).all()
  const tables = [...Map.groupBy(pairs, ({ name }) => String(name))].map(([name, pairs]) => ({
    name,
    pattern: new RegExp(String.raw`\b${name}\b`, "i"),
    followers: pairs.map(({ follower }) => String(follower))
  }))
  // A name that means something else in the statement does no harm: too much is forgotten.
  const namedBy = (sql: string) => tables.filter(({ pattern }) => pattern.test(sql))
  const memories: Array<{ readonly tables: ReadonlyArray<string>; readonly found: Map<string, unknown> }> = []

  return {
    make: <A>(sql: string): Memory<A> => {
      const found = new Map<string, A>()
      memories.push({ tables: namedBy(sql).map(({ name }) => name), found })
      return {
        get: (key) => found.get(key),
        set: (key, rows) => {
          if (found.size >= capacity) found.clear()
          found.set(key, rows)
        }
      }
    },
    changedBy: (sql) => new Set(/^\s*SELECT\b/i.test(sql) ? [] : namedBy(sql).flatMap(({ followers }) => followers)),
    forget: (changed) => {
      if (changed.size === 0) return
      for (const { found, tables } of memories) {
        if (tables.some((table) => changed.has(table))) found.clear()
      }
    }
  }
}
