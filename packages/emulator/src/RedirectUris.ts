/** Where a browser may be sent with a new session: only to what the app's administrators wrote down, to the letter. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Provider } from "./TokenLab.ts"

const decodeProvider = Schema.decodeUnknownOption(Provider)

/** Whether the provider has browser logins. */
export const isFor = (type: string): boolean => Option.isSome(decodeProvider(type))

/** A fragment is what the tokens come in. */
const isAbsolute = (uri: string) => URL.canParse(uri) && !uri.includes("#")

/** Or which of them is none. */
export const check = (uris: ReadonlyArray<string>): Result.Result<ReadonlyArray<string>, BadRequest> => {
  const wrong = uris.find((uri) => !isAbsolute(uri))
  return wrong === undefined
    ? Result.succeed(uris)
    : Result.fail(new BadRequest({ description: `redirect URI '${wrong}' is not an absolute URL without a fragment` }))
}

/** The same ones for each provider. */
export const forAll = (uris: ReadonlyArray<string>): Readonly<Record<string, ReadonlyArray<string>>> =>
  Object.fromEntries(Provider.literals.map((type) => [type, uris]))
