/** Reads an option of a bench that says how much is measured. */
export const amount = (option: string, text: string, least = 1): number => {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least) return value
  throw new Error(`--${option} must be a whole number from ${least}, and is "${text}".`)
}
