/** realm-web 2.0.1, unmodified: it watches what GraphQL writes, as the vendor's samples do. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import * as Realm from "realm-web"
import { afterAll, beforeAll } from "vitest"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const moviesOf = (user: Realm.User) => user.mongoClient("mongodb-atlas").db("films").collection("movies")
type Events = ReturnType<ReturnType<typeof moviesOf>["watch"]>
type Event = Awaited<ReturnType<Events["next"]>>["value"]

const started = async () => {
  const app = new Realm.App({ id: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
  const user = await app.logIn(Realm.Credentials.anonymous(false))
  const movies = moviesOf(user)
  const mutate = async (query: string) => {
    const url = `${emulator.url}/api/client/v2.0/app/${app.id}/graphql`
    const headers = { "authorization": `Bearer ${user.accessToken}`, "content-type": "application/json" }
    const reply = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query }) })
    assert.notProperty(await reply.json(), "errors")
  }
  /** The first event, of what is written until there is one: `watch` does not say when it began. */
  const firstEvent = async (
    stream: Events,
    write: () => Promise<void>
  ) => {
    const events: Array<Event> = []
    const reading = stream.next().then(({ value }) => events.push(value))
    while (events.length === 0) await Promise.race([reading, write()])
    const [first] = events
    return first ?? assert.fail("there is none")
  }
  return { firstEvent, movies, mutate }
}

const insert = `mutation { insertOneMovie(data: { title: "Regeneration", year: 1915 }) { _id } }`

describe("realm-web", () => {
  it("watches what GraphQL writes, by a filter and by ids", async () => {
    const { firstEvent, movies, mutate } = await started()
    const inserts = movies.watch({ filter: { operationType: "insert", "fullDocument.year": { $lt: 1920 } } })
    const inserted = await firstEvent(inserts, () => mutate(insert))
    if (inserted.operationType !== "insert") return assert.fail(inserted.operationType)
    const { _id, ...others } = inserted.fullDocument
    assert.deepStrictEqual(others, { title: "Regeneration", year: 1915 })
    assert.instanceOf(_id, Realm.BSON.ObjectId)
    assert.deepStrictEqual(inserted.ns, { db: "films", coll: "movies" })
    assert.deepStrictEqual(inserted.documentKey._id, _id)
    await inserts.return(undefined)

    let year = 1916
    const ofOne = movies.watch({ ids: [_id] })
    const query = `query: { _id: "${String(_id)}" }`
    const updated = await firstEvent(
      ofOne,
      () => mutate(`mutation { updateOneMovie(${query}, set: { year: ${year++} }) { _id } }`)
    )
    if (updated.operationType !== "update") return assert.fail(updated.operationType)
    assert.deepStrictEqual(updated.updateDescription, {
      updatedFields: { year: updated.fullDocument?.year },
      removedFields: []
    })
    await mutate(`mutation { deleteOneMovie(${query}) { _id } }`)
    for await (const event of ofOne) {
      if (event.operationType !== "delete") continue
      assert.deepStrictEqual(event.documentKey, { _id })
      break
    }
  })

  it("is told which conditions the emulator does not have", async () => {
    const { movies } = await started()
    const nothing = movies.watch({ filter: { $where: "1" } })
    const failure: unknown = await nothing.next().catch((error: unknown) => error)
    assert.deepInclude(failure, { errorCode: "BadRequest", error: "unknown operator: $where" })
  })
})
