/** graphql-request, unmodified. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { ClientError, gql, GraphQLClient } from "graphql-request"
import { afterAll, beforeAll } from "vitest"
import { failureOf } from "./serviceAccount.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const { app, serverApiKey, user } = DefaultSeed
const clientOf = (headers: Record<string, string>) =>
  new GraphQLClient(`${emulator.url}/api/client/v2.0/app/${app.clientAppId}/graphql`, { headers })

const oldest = gql`query Oldest($before: Int!) { movies(query: { year_lt: $before }, sortBy: YEAR_ASC) { title year } }`

describe("graphql-request", () => {
  it.each([
    ["an e-mail address", { email: user.username, password: user.password }],
    ["an API key", { apiKey: serverApiKey }]
  ])("asks with variables, by the credentials of %s", async (_, headers) => {
    const data = await clientOf(headers).request<{ movies: ReadonlyArray<{ year: number }> }>(oldest, { before: 1950 })
    assert.isNotEmpty(data.movies)
    assert.isTrue(data.movies.every(({ year }) => year < 1950))
  })

  it("shows what GraphQL and what the login refuses", async () => {
    const wrong = await failureOf(clientOf({ apiKey: serverApiKey }).request(gql`{ nothing }`))
    assert.instanceOf(wrong, ClientError)
    assert.match(wrong.response.errors?.[0]?.message ?? "", /nothing/)
    const nobody = await failureOf(clientOf({ apiKey: "unknown" }).request(oldest, { before: 1950 }))
    assert.instanceOf(nobody, ClientError)
    assert.strictEqual(nobody.response.status, 401)
  })
})
