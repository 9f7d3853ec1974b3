import { Refused, UnexpectedReply } from "@atlas-bearer/core/ApiError"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Layer, Predicate, Result, Schema } from "effect"
import { inspect } from "node:util"
import { answering, layer } from "./answering.ts"
import { clients, type Failure, type Operation, operations } from "./calls.ts"
import { read, recorded, type RecordedReply } from "./RecordedReply.ts"
import { serve } from "./serve.ts"

const json = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown)))

/** The failure as the fixtures write it, without the operation's name. */
const failure = (operation: Operation, error: Failure) => {
  const { _tag, operation: name = operation.endpoint.identifier, ...fields } = json(JSON.stringify(error))
  assert.strictEqual(name, operation.endpoint.identifier)
  const wait = Predicate.hasProperty(error, "retryAfter") ? error.retryAfter : undefined
  return { failure: _tag, ...fields, ...(Duration.isDuration(wait) && { retryAfter: Duration.toSeconds(wait) }) }
}

/** Every token that stands in the reply. */
const tokens = (body: string): ReadonlyArray<string> =>
  [...body.matchAll(/"(?:access_|refresh_)?token"\s*:\s*"([^"]+)"/g)].flatMap(([, token]) => token ?? [])

const comparedFields = ["content-type", "retry-after", "www-authenticate"]

/** What our own server has to send for the outcome of `reply`. */
const canonical = ({ body, canonical = {}, headers, status }: RecordedReply) => ({
  status: canonical.status ?? status,
  headers: { ...headers, ...canonical.headers },
  body: canonical.body ?? body
})

const parsed = (text: string): unknown => text === "" ? "" : JSON.parse(text)

const check = Effect.fnUntraced(function*(operation: Operation, reply: RecordedReply) {
  const call = operation.call ?? Effect.die(new Error(`calls.ts has no call of ${operation.path}`))
  const { requests, result } = yield* answering(reply)(call)
  const { outcome, value } = Result.match(result, {
    onSuccess: (value) => ({ value, outcome: { success: value === undefined ? null : parsed(JSON.stringify(value)) } }),
    onFailure: (error) => ({ value: error, outcome: failure(operation, error) })
  })
  assert.deepStrictEqual<unknown>(outcome, reply.expect)
  const shown = inspect(value, { depth: null, showHidden: true }) + JSON.stringify(value)
  for (const token of tokens(reply.body)) assert.notInclude(shown, token)
  if (value instanceof Refused || value instanceof UnexpectedReply) return

  const [request] = requests
  assert(request !== undefined)
  const served = yield* serve(operation.endpoint, request, Effect.fromResult(result))
  const expected = canonical(reply)
  assert.strictEqual(served.status, expected.status)
  for (const field of comparedFields) {
    if (field in expected.headers) assert.strictEqual(served.headers.get(field), expected.headers[field], field)
    else assert.isTrue(field === "content-type" || !served.headers.has(field), `no ${field}`)
  }
  assert.deepStrictEqual(parsed(yield* Effect.promise(() => served.text())), parsed(expected.body))
})

it.layer(Layer.provide(clients, layer))("recorded replies", (it) => {
  it("exist for every endpoint, and for nothing else", () => {
    assert.sameMembers([...recorded], operations.map(({ path }) => path))
  })

  for (const operation of operations) {
    describe(`${operation.path}`, () => {
      for (const reply of recorded.includes(operation.path) ? read(operation.path) : []) {
        it.effect(`${reply.status}, ${reply.name}`, () => check(operation, reply))
      }
    })
  }
})
