/** Reads the `Retry-After` field (RFC 9110 section 10.2.3) without Effect, for adapters that do without it. */

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ")

const time = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)"

/** IMF-fixdate, RFC 850 and asctime, as section 5.6.7 has them. */
const dates = [
  `^[a-z]{3}, (?<day>\\d\\d) (?<month>[a-z]{3}) (?<year>\\d{4}) ${time} GMT$`,
  `^[a-z]{6,9}, (?<day>\\d\\d)-(?<month>[a-z]{3})-(?<year>\\d\\d) ${time} GMT$`,
  `^[a-z]{3} (?<month>[a-z]{3}) (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})$`
].map((form) => new RegExp(form, "i"))

/** Two digits are a year from 1970 to 2069. */
const fullYear = (year: string) => Number(year) + (year.length === 4 ? 0 : Number(year) < 70 ? 2000 : 1900)

/** Milliseconds since 1970. `undefined` when it is none of the three forms, or no day of the calendar. */
export const fromHttpDate = (text: string): number | undefined => {
  const groups = dates.map((form) => form.exec(text.trim())?.groups).find(Boolean)
  const { day, hour, minute, month = "", second, year = "" } = groups ?? {}
  const monthIndex = months.indexOf(month.toLowerCase())
  if (monthIndex < 0 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined
  // oxlint-disable-next-line no-restricted-globals -- this module does without Effect, and asks no clock
  const date = new Date(0)
  date.setUTCFullYear(fullYear(year), monthIndex, Number(day))
  if (date.getUTCDate() !== Number(day)) return undefined
  return date.setUTCHours(Number(hour), Number(minute), Number(second))
}

/**
 * Milliseconds from the receipt of the reply, in whole seconds, rounded up. A date is measured by the reply's own `Date`, so
 * that a wrong clock here does not matter. `undefined` when there is no field or it makes no sense.
 */
export const toMillis = (field: string | null | undefined, date: string | null | undefined): number | undefined => {
  const text = field?.trim() ?? ""
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text)) * 1000
  const at = fromHttpDate(text)
  const now = fromHttpDate(date ?? "")
  return at === undefined || now === undefined ? undefined : Math.max(0, at - now)
}
