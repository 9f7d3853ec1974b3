/** What a client's limit is of, as its key says: `POST http://127.0.0.1:9090/api/oauth/token mdb_sa_id_…`. */

export interface Target {
  readonly method: string
  /** In a key, `:name` stands for a segment that differs from call to call. */
  readonly path: string
}

export const targetOf = (key: string): Target => {
  const [method = "", url = ""] = key.split(" ")
  return { method, path: url.replace(/^https?:\/\/[^/]+/, "") }
}

/** `found` may have a query. */
export const fits = (target: Target, found: Target): boolean => {
  const [declared, segments] = [target.path.split("/"), found.path.replace(/\?.*/s, "").split("/")]
  return target.method === found.method && declared.length === segments.length &&
    declared.every((part, at) => part.startsWith(":") || part === segments[at])
}
