/** The limits of a call: what its request says, else what was said when the instance was attached. */
import type { BearerOptions } from "../attachBearer.ts"
import { InvalidOption } from "../BearerError.ts"
import { toMillis } from "./duration.ts"

/** The first that cannot work. */
export const wrongLimit = (options: BearerOptions): InvalidOption | undefined => {
  for (const option of ["deadline", "maxRetryAfter"] as const) {
    const input = options[option]
    if (input !== undefined && Number.isNaN(toMillis(input))) {
      return new InvalidOption({ option, reason: "must be milliseconds or a text such as \"30 seconds\"" })
    }
  }
  const { retries = 0 } = options
  return Number.isInteger(retries) && retries >= 0
    ? undefined
    : new InvalidOption({ option: "retries", reason: "must be a whole number from 0" })
}

export const limitsOf = (attached: BearerOptions, request: BearerOptions): BearerOptions => ({
  deadline: request.deadline ?? attached.deadline,
  maxRetryAfter: request.maxRetryAfter ?? attached.maxRetryAfter,
  retries: request.retries ?? attached.retries,
  idempotent: request.idempotent ?? attached.idempotent
})
