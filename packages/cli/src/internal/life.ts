/** How long something lasts, in words. */

const units = [["d", 86_400], ["h", 3_600], ["min", 60], ["s", 1]] as const

/** The two largest units: `29 min 12 s`. */
export const inWords = (seconds: number): string => {
  let rest = Math.max(0, Math.floor(seconds))
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count === 0 ? [] : [`${count} ${unit}`]
  })
  return parts.length === 0 ? "0 s" : parts.slice(0, 2).join(" ")
}

/** An instant of a claim, independent of time zone and language. */
export const instant = (numericDate: number): string => {
  const date = new Date(numericDate * 1000)
  return Number.isNaN(date.getTime()) ? String(numericDate) : date.toISOString().replace(".000Z", "Z")
}
