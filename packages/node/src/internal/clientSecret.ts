/** The option `clientSecret` of a service account. */
import type { ClientSecrets } from "@atlas-bearer/core/ClientSecret"
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as option from "./option.ts"

type Secrets = string | ReadonlyArray<string>

export type ClientSecretOption = Secrets | (() => Secrets | Promise<Secrets>)

const check = (value: Secrets): ClientSecrets => {
  const [first, ...others] = (typeof value === "string" ? [value] : value).map((secret) =>
    option.secret("clientSecret", secret)
  )
  if (first !== undefined) return [first, ...others]
  throw new InvalidOption({ option: "clientSecret", reason: "must be a text that is not empty, or several" })
}

/** Throws an `InvalidOption`; for one that a function gives, the function here rejects with it. */
export const fromOption = (value: ClientSecretOption): ClientSecrets | (() => Promise<ClientSecrets>) => {
  if (typeof value === "function") return async () => check(await value())
  return check(Array.isArray(value) ? value : option.text("clientSecret", value))
}
