/** The limits of a call: what its request says, else what was said when the instance was attached. */
import type { BearerOptions } from "../attachBearer.ts"
import { InvalidOption } from "../BearerError.ts"
import { toMillis } from "./duration.ts"

/** Throws an `InvalidOption` that names the wrong one. */
export const checkLimits = ({ deadline, maxRetryAfter, retries }: BearerOptions): void => {
  if (deadline !== undefined) toMillis("deadline", deadline)
  if (maxRetryAfter !== undefined) toMillis("maxRetryAfter", maxRetryAfter)
  if (retries !== undefined && (!Number.isInteger(retries) || retries < 0)) {
    throw new InvalidOption({ option: "retries", reason: "must be a whole number from 0" })
  }
}

export const limitsOf = (attached: BearerOptions, request: BearerOptions): BearerOptions => {
  checkLimits(request)
  return {
    deadline: request.deadline ?? attached.deadline,
    maxRetryAfter: request.maxRetryAfter ?? attached.maxRetryAfter,
    retries: request.retries ?? attached.retries,
    idempotent: request.idempotent ?? attached.idempotent
  }
}
