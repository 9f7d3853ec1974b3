/** The option `clientSecret` of a service account. */
import { type ClientSecrets, ClientSecretUnavailable } from "@atlas-bearer/core/ClientSecret"
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Effect from "effect/Effect"
import * as option from "./option.ts"

type Secrets = string | ReadonlyArray<string>

export type ClientSecretOption = Secrets | (() => Secrets | Promise<Secrets>)

export type ClientSecretError = ClientSecretUnavailable | InvalidOption

const check = (value: Secrets): ClientSecrets => {
  const [first, ...others] = (typeof value === "string" ? [value] : value).map((secret) =>
    option.secret("clientSecret", secret)
  )
  if (first !== undefined) return [first, ...others]
  throw new InvalidOption({ option: "clientSecret", reason: "must be a text that is not empty, or several" })
}

/** Throws an `InvalidOption`; one that a function gives is a failure of the effect. */
export const fromOption = (value: ClientSecretOption): Effect.Effect<ClientSecrets, ClientSecretError> => {
  if (typeof value !== "function") {
    return Effect.succeed(check(Array.isArray(value) ? value : option.text("clientSecret", value)))
  }
  return Effect.tryPromise({
    try: async () => check(await value()),
    catch: (cause) => cause instanceof InvalidOption ? cause : new ClientSecretUnavailable({ cause })
  })
}
