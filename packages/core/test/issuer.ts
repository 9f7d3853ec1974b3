/** A renewal that issues `t1`, `t2`, ... and counts. */
import { Duration, Effect, Redacted } from "effect"

export const life = Duration.minutes(30)
export const valueOf = Effect.map(Redacted.value<string>)

export const issuer = () => {
  const issued: Array<string> = []
  const renew = Effect.sync(() => {
    const token = `t${issued.length + 1}`
    issued.push(token)
    return { accessToken: Redacted.make(token), life }
  })
  return { issued, renew }
}
