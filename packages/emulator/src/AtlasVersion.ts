/** The dated versions of the Atlas Administration API, which a request names in its `Accept` field. */
import * as Option from "effect/Option"

const dated = /^\s*application\/vnd\.atlas\.(\d{4}-\d{2}-\d{2})\+json\s*(?:;|$)/i

const isDate = (text: string) => {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** The media type of a resource whose version is of the date `since`: none unless an accepted date is as late. */
export const negotiate = (accept: string | undefined, since: string): Option.Option<string> => {
  const dates = (accept ?? "").split(",").map((range) => dated.exec(range)?.[1])
  return dates.some((date) => date !== undefined && isDate(date) && date >= since)
    ? Option.some(`application/vnd.atlas.${since}+json;charset=utf-8`)
    : Option.none()
}
