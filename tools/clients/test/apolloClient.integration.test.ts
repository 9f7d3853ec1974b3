/** @apollo/client, unmodified. */
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache, ServerError } from "@apollo/client"
import { SetContextLink } from "@apollo/client/link/context"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { afterAll, beforeAll } from "vitest"
import { failureOf } from "./serviceAccount.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const app = () => `${emulator.url}/api/client/v2.0/app/${DefaultSeed.app.clientAppId}`

const logIn = async () => {
  const reply = await fetch(`${app()}/auth/providers/anon-user/login`, { method: "POST" })
  const { access_token: token }: { readonly access_token: string } = await reply.json()
  return token
}

const clientOf = (token: string) =>
  new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([
      new SetContextLink(() => ({ headers: { authorization: `Bearer ${token}` } })),
      new HttpLink({ uri: `${app()}/graphql` })
    ])
  })

const found = gql`query Found($title: String) { movie(query: { title: $title }) { _id title year } }`

describe("@apollo/client", () => {
  it("writes and reads, and its cache takes the documents' types", async () => {
    const client = clientOf(await logIn())
    const insert = gql`mutation { insertOneMovie(data: { title: "Solaris", year: 1972 }) { _id title year } }`
    const { data: inserted } = await client.mutate({ mutation: insert })
    const { data } = await client.query({ query: found, variables: { title: "Solaris" } })
    assert.deepInclude(data, { movie: { __typename: "Movie", ...Object(inserted).insertOneMovie } })
    const cached = await client.query({ query: found, variables: { title: "Solaris" }, fetchPolicy: "cache-only" })
    assert.deepStrictEqual(cached.data, data)
  })

  it("sees an expired token as a server's error with its body", async () => {
    const client = clientOf(await logIn())
    await emulator.clock.advance("31 minutes")
    const failure = await failureOf(client.query({ query: found, variables: { title: "x" } }))
    assert.isTrue(ServerError.is(failure))
    assert.propertyVal(failure, "statusCode", 401)
    assert.include(JSON.parse(Object(failure).bodyText), { error_code: "InvalidSession" })
  })
})
