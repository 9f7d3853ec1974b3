/** Waits for something of the file system; nothing comes of it when it fails with one of `codes`. */
export const ignoring = async <A>(codes: Iterable<string>, promise: Promise<A>): Promise<A | undefined> => {
  try {
    return await promise
  } catch (error) {
    if (error instanceof Error && "code" in error && new Set<unknown>(codes).has(error.code)) return undefined
    throw error
  }
}
