/** What of a new app cannot be: names that stand there twice, and providers that there are not. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import * as Result from "effect/Result"
import { isNull, valueAt } from "../graphql/JsonValue.ts"
import type { NewApp } from "../NewApp.ts"
import * as ProviderConfig from "../ProviderConfig.ts"
import * as RedirectUris from "../RedirectUris.ts"

const firstTwice = (names: ReadonlyArray<string>) => names.find((name, index) => names.indexOf(name) < index)

/** What it says, as soon as there is something to be said. */
const complaints = function*({ collections = [], disabledProviders = [], redirectUris = {} }: NewApp) {
  const providers = `providers are ${ProviderConfig.types.join(", ")}`
  const unknown = disabledProviders.find((type) => !ProviderConfig.types.includes(type))
  if (unknown !== undefined) yield `disabledProviders has '${unknown}', and ${providers}`
  const withoutPage = Object.keys(redirectUris).find((type) => !RedirectUris.isFor(type))
  if (withoutPage !== undefined) {
    yield `redirectUris has '${withoutPage}', which has no logins in a browser: ${providers}`
  }
  const collection = firstTwice(collections.map(({ collection }) => collection))
  if (collection !== undefined) yield `the collection '${collection}' is there twice`
  for (const { collection, documents = [] } of collections) {
    const ids = documents.map((document) => valueAt(document, "_id")).filter((id) => !isNull(id))
    const id = firstTwice(ids.map((id) => JSON.stringify(id)))
    if (id !== undefined) yield `the collection '${collection}' has two documents with the _id ${id}`
  }
}

/** Or the first thing that is wrong with it. */
export const checkNewApp = (app: NewApp): Result.Result<void, BadRequest> => {
  const [description] = complaints(app)
  return description === undefined ? Result.void : Result.fail(new BadRequest({ description }))
}
