/** Names the endpoint of a raw request, for which no declaration says it. */

/** Between slashes or the ends. */
const idLike = /(?<![^/])(?:\d+|[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![^/])/gi

/** The path with every segment that looks like an id replaced by `{id}`: 24 hexadecimal digits, a UUID, or digits. */
export const fromPath = (path: string): string => path.replace(idLike, "{id}")
