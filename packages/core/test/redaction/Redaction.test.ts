import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import { Sender } from "@atlas-bearer/core/Sender"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Random } from "effect"
import { TestClock } from "effect/testing"
import { digests } from "../digests.ts"
import { settle } from "../passing.ts"
import { hostileServer } from "./hostileServer.ts"
import { program } from "./program.ts"
import * as Secrets from "./Secrets.ts"
import * as Seen from "./Seen.ts"

const baseUrl = new URL("https://services.test")

/** Executes the program against a server that fails, until nothing is left to do. */
const run = Effect.fnUntraced(function*(seed: number) {
  const secrets = Secrets.make(seed)
  const seen = Seen.make()
  const clients = Layer.mergeAll(
    Layer.effect(AppServicesClient, AppServicesClient.make({ baseUrl })),
    Layer.effect(AdminClient, AdminClient.make({ baseUrl })),
    Layer.effect(OAuthClient, OAuthClient.make({ baseUrl }))
  )
  const wire = hostileServer(secrets, secrets.pick([0, 1, 2, 3, 5, 8]))
  const sender = secrets.pick([unscheduled, unscheduled, Sender.layer])
  const layer = clients.pipe(Layer.provideMerge([wire, sender, digests().layer]), Layer.provideMerge(seen.layer))
  const fiber = yield* Effect.forkChild(program(secrets, seen).pipe(Effect.provide(layer), Random.withSeed(seed)))
  while (fiber.pollUnsafe() === undefined) {
    yield* settle
    yield* TestClock.adjust("10 seconds")
  }
  yield* Fiber.join(fiber)
  return { secrets, seen }
})

/** The first secret that shows, where, and the texts around it. */
const leak = (given: ReadonlyArray<string>, texts: ReadonlyMap<string, string>) => {
  const all = [...texts.keys()].join("\n")
  for (const secret of given) {
    const spelling = [...Secrets.spellings(secret)].find((text) => all.includes(text))
    if (spelling === undefined) continue
    const [text = "", where] = [...texts].find(([text]) => text.includes(spelling)) ?? []
    const at = text.indexOf(spelling)
    return { where, secret, shown: text.slice(Math.max(0, at - 300), at + spelling.length + 100) }
  }
  return undefined
}

/** What the calls must have failed with, so that this shows something. */
const failures = [
  ..."Refused UnexpectedReply Unreachable InvalidArgument RateLimited CircuitOpen SessionEnded".split(" "),
  ..."InvalidSession InvalidPassword AuthError UserDisabled AuthProviderNotFound BadRequest InvalidParameter".split(
    " "
  ),
  ..."MissingParameter InternalServerError AppNotFound TokenInvalid ApiKeyRejected".split(" "),
  ..."InvalidRequest UnsupportedGrantType InvalidGrant InvalidClient IpNotAllowed TokenQuotaExceeded".split(" "),
  ..."ServerError Unavailable TokenExpired VerifierUnavailable VerifierMisconfigured".split(" ")
]

describe("no secret shows", () => {
  const total = { given: 0, failures: new Set<string>() }
  const seeds = Array.from({ length: 20 }, (_, index) => index * 1000)

  it.effect.each(seeds)("in what anybody can see, from seed %i on", (first) =>
    Effect.gen(function*() {
      for (let seed = first; seed < first + 14; seed++) {
        const { secrets, seen } = yield* run(seed)
        assert.isUndefined(leak(secrets.given, seen.texts), `seed ${seed}`)
        total.given += secrets.given.length
        for (const tag of seen.failures) total.failures.add(tag)
      }
    }), 30_000)

  it("of 10,000 and more, in every failure that is documented", () => {
    assert.isAtLeast(total.given, 10_000)
    assert.deepStrictEqual(failures.filter((tag) => !total.failures.has(tag)), [])
  })
})
