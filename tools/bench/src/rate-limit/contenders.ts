/** Who takes part, and with how many tries. */
import type { Client, Peer } from "./Peer.ts"
import { atlasBearer } from "./peers/atlasBearer.ts"
import { axiosRetry } from "./peers/axiosRetry.ts"
import { effectRateLimiter, effectRetry } from "./peers/effect.ts"
import { got } from "./peers/got.ts"
import { ky } from "./peers/ky.ts"
import { pRetry } from "./peers/pRetry.ts"
import { undici } from "./peers/undici.ts"

export interface Contender {
  readonly name: string
  readonly make: (baseUrl: string) => Client
}

const asItIs = (peer: Peer): Contender => ({ name: peer.name, make: (baseUrl) => peer.make(baseUrl) })

const twentyTries = ({ make, name }: Peer): Contender => ({
  name: `${name}, 20 tries`,
  make: (baseUrl) => make(baseUrl, 20)
})

/** With their defaults these give up while the server still refuses. */
const impatient = [axiosRetry, got, ky, undici, effectRetry]

/** These have no such setting, or tries enough. */
const patient = [effectRateLimiter, atlasBearer]

export const peers: ReadonlyArray<Peer> = [...impatient, pRetry, ...patient]

/** Every library as it is when one takes no thought. */
export const withDefaults: ReadonlyArray<Contender> = peers.map(asItIs)

/** Every library that reads replies, with tries enough for its last call to pass. */
export const withPatience: ReadonlyArray<Contender> = [...impatient.map(twentyTries), ...patient.map(asItIs)]

export const everyone: ReadonlyArray<Contender> = [
  ...impatient.flatMap((peer) => [asItIs(peer), twentyTries(peer)]),
  asItIs(pRetry),
  ...patient.map(asItIs)
]

/** Ours and one peer. */
export const ours: ReadonlyArray<Contender> = [twentyTries(got), asItIs(atlasBearer)]
