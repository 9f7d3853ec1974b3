/** Walks the main job over real HTTP against the emulator, and tells each step with its result. Shows no token. */
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials, ServiceAccount, TokenVerifier } from "@atlas-bearer/node"
import * as CustomToken from "./customToken.ts"

const allMovies = { query: "query AllMovies { movies { title year } }", operationName: "AllMovies" }

const check = (found: unknown, expected: unknown) => {
  if (found !== expected) throw new Error(`Expected ${String(expected)}, found ${String(found)}`)
}

/** The promise must reject with the error of this tag. */
const rejects = async (tag: string, promise: Promise<unknown>): Promise<string> => {
  const outcome: unknown = await promise.then(() => "nothing", (error: unknown) => error)
  check(outcome instanceof Error ? outcome.name : outcome, tag)
  return `refused with ${tag}`
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** Takes a few seconds, most of them waiting as long as the server asks. Rejects when a step does not go as documented. */
export const demo = async (print: (line: string) => void): Promise<void> => {
  const step = (title: string, result: string) => print(`${title.padEnd(38)} ${result}`)

  // The vendor allows 10 token requests a minute. 3 in 2 s show the same, and nobody has to wait a minute.
  await using emulator = await Emulator.start({ tokenRateLimit: "3/2s" })
  step("Emulator", emulator.url)

  await using app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
  step("Location of the app", (await app.location()).origin)

  const externalToken = await CustomToken.issue({ ...DefaultSeed.customToken, subject: "24601" })
  for (
    const credentials of [
      Credentials.anonymous(),
      Credentials.apiKey(DefaultSeed.serverApiKey),
      Credentials.customToken(externalToken),
      Credentials.emailPassword(DefaultSeed.user)
    ]
  ) {
    const { id, profile } = await app.logIn(credentials)
    step(`Login with ${credentials.provider}`, `user ${id} of type ${profile.type}`)
  }
  step(
    "Login with a wrong password",
    await rejects("InvalidPassword", app.logIn(Credentials.emailPassword({ ...DefaultSeed.user, password: "wrong" })))
  )

  const [user] = app.users
  if (user === undefined) throw new Error("Nobody is logged in")
  const { data } = await user.graphql(allMovies)
  const movies = data?.["movies"]
  if (!Array.isArray(movies)) throw new Error("AllMovies found no movies")
  step("AllMovies with the bearer token", `${movies.length} films`)

  await using verifier = TokenVerifier.make({
    ...DefaultSeed.administrator,
    groupId: DefaultSeed.app.groupId,
    appId: DefaultSeed.app.id,
    baseUrl: emulator.url,
    // Its memory goes by the real time, not by the emulator's.
    maxAge: 0
  })
  const token = await user.getAccessToken()
  step("Verification of the access token", `valid, of user ${(await verifier.verify(token)).sub}`)

  await emulator.clock.advance("31 minutes")
  step("31 minutes later", await rejects("TokenExpired", verifier.verify(token)))
  await user.graphql(allMovies)
  const renewed = await user.getAccessToken()
  check(renewed === token, false)
  step("AllMovies again", "the token was renewed, and the query went through")
  step("Verification of the new token", `valid, of user ${(await verifier.verify(renewed)).sub}`)
  step("Verification of a forged token", await rejects("TokenInvalid", verifier.verify(`${renewed.slice(0, -4)}AAAA`)))

  const makeAccount = () => ServiceAccount.make({ ...DefaultSeed.serviceAccount, baseUrl: emulator.url })
  await using account = makeAccount()
  await account.getAccessToken()
  step("Token of a service account", "issued for 3600 s")
  const groups = await account.fetch("/api/atlas/v2/groups")
  check(groups.status, 200)
  step("Projects, with the account's token", `${groups.status} ${groups.statusText}`)

  for (const name of ["second", "third"]) {
    await using other = makeAccount()
    await other.getAccessToken()
    step(`A ${name} client asks for a token`, "issued")
  }
  await using late = makeAccount()
  const refusal = await fetch(`${emulator.url}/api/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(Object.values(DefaultSeed.serviceAccount).join(":"))}` },
    body: new URLSearchParams({ grant_type: "client_credentials" })
  })
  check(refusal.status, 429)
  step("A bare fetch asks for a token", `${refusal.status}, Retry-After ${refusal.headers.get("retry-after")}`)
  const asked = performance.now()
  await late.getAccessToken()
  step("A fourth client asks for a token", `issued after ${seconds(asked)} of waiting as told`)

  await user.logOut()
  step("Log out", `${app.users.length} users are left`)
}
