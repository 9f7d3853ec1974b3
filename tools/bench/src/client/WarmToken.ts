/** What `getAccessToken` costs when the token is here, beside an awaited promise that is resolved already. */
import { median } from "../median.ts"
import { account } from "./peers/atlasBearer.ts"

const calls = 100_000
const rounds = 7

const microseconds = async (call: () => Promise<string>) => {
  const started = performance.now()
  for (let index = 0; index < calls; index++) await call()
  return (performance.now() - started) / calls * 1000
}

/** In microseconds for each call. */
export const measure = async (url: string) => {
  await using client = account(url)
  const resolved = Promise.resolve(await client.getAccessToken())
  const [warm, bare] = [Array<number>(), Array<number>()]
  for (let round = 0; round <= rounds; round++) {
    const values = [await microseconds(() => client.getAccessToken()), await microseconds(() => resolved)] as const
    if (round === 0) continue
    warm.push(values[0])
    bare.push(values[1])
  }
  return { warm: median(warm), bare: median(bare) }
}
