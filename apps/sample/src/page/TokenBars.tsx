/** The life of each token as a bar that shrinks, with the point from which it is renewed. */
import type { Who } from "../News.ts"
import { inWords } from "./duration.ts"
import { ahead, emulatorTime, holdings } from "./feed.ts"
import { loadMovies } from "./movies.ts"
import { Notice } from "./Notice.tsx"
import { request } from "./request.ts"
import { lifetime, profile, renewalPoint, renewWhenDue } from "./session.ts"
import { useAction } from "./useAction.ts"

interface Life {
  readonly obtainedAt: number
  readonly expiresAt: number
  readonly count: number
}

interface Holder extends Life {
  readonly name: string
  readonly what: string
  /** Fractions of the life: somewhere between them the holder renews it. */
  readonly renewal: readonly [number, number]
}

/** As @atlas-bearer/node has it: from 70 to 80 % on, so that many processes do not come at once. */
const byLibrary = [0.7, 0.8] as const

interface Description {
  readonly name: string
  readonly what: string
}

const described: ReadonlyArray<readonly [Who, Description]> = [
  ["visitor", { name: "Server, in your name", what: "reads the movies" }],
  ["administrator", { name: "Administrator", what: "verifies visitors' tokens" }],
  ["account", { name: "Service account", what: "calls the Atlas API" }]
]

const holders = (): ReadonlyArray<Holder> => [
  ...(lifetime.value === undefined ? [] : [{
    ...lifetime.value,
    name: "This page",
    what: "your access token, renewed with the session cookie",
    renewal: [renewalPoint, renewalPoint] as const
  }]),
  ...described.flatMap(([kind, description]) =>
    holdings.value
      .filter(({ userId, who }) => who === kind && (kind !== "visitor" || userId === profile.value?.id))
      .map((holding) => ({ ...holding, ...description, renewal: byLibrary }))
  )
]

const stateOf = (left: number, spent: number, [from]: Holder["renewal"]) =>
  left <= 0 ? "over" : spent >= from ? "due" : "fresh"

const words = { fresh: "", due: "due for renewal", over: "over: the next use gets a new one" }

const Bar = ({ count, expiresAt, name, obtainedAt, renewal, what }: Holder) => {
  const [life, left] = [Math.max(1, expiresAt - obtainedAt), Math.max(0, expiresAt - emulatorTime.value)]
  const fraction = Math.min(1, left / life)
  const state = stateOf(left, 1 - fraction, renewal)
  const [from, to] = renewal
  return (
    <li class="token">
      <div class="bar">
        <strong>{name}</strong>
        <span class="hint">{what}</span>
        <span class="left">{inWords(left)}</span>
      </div>
      <div
        class={`life ${state}`}
        role="meter"
        aria-label={`Life of the token: ${name}`}
        aria-valuemin={0}
        aria-valuemax={Math.round(life / 1000)}
        aria-valuenow={Math.round(left / 1000)}
        aria-valuetext={`${inWords(left)} left`}
      >
        <div class="fill" style={{ width: `${fraction * 100}%` }} />
        <div class="renewal" style={{ left: `${(1 - to) * 100}%`, width: `${(to - from) * 100}%` }} />
      </div>
      <p class="hint">
        {count === 1 ? "1st token" : `token ${count}: renewed ${count - 1} ${count === 2 ? "time" : "times"}`}
        {state !== "fresh" && `, ${words[state]}`}
      </p>
    </li>
  )
}

const step = 29

export const TokenBars = () => {
  const { failure, isBusy, run } = useAction()
  const shown = holders()
  const minutes = Math.round(ahead.value / 60_000)
  const advance = () =>
    run(async () => {
      await request("POST", "/lab/clock", { body: { minutes: step } })
      if (profile.value === undefined) return
      await renewWhenDue()
      await loadMovies()
    })
  return (
    <section class="card" aria-labelledby="tokens">
      <div class="bar">
        <h2 id="tokens">Tokens</h2>
        <p class="hint" role="status">{minutes === 0 ? "" : `The emulator's clock is ${minutes} min ahead.`}</p>
        <button type="button" class="primary" disabled={isBusy} onClick={() => void advance()}>
          Advance {step} minutes
        </button>
      </div>
      {failure.value && <Notice kind="error">{failure.value}</Notice>}
      {shown.length === 0
        ? <p class="empty">No token yet. Log in, or fire some calls: each token shows up here with its first use.</p>
        : <ul class="tokens">{shown.map((holder) => <Bar key={holder.name} {...holder} />)}</ul>}
      <p class="hint legend">
        <span class="mark" aria-hidden="true" />{" "}
        From this mark on a token is renewed behind its callers: nobody waits for it.
      </p>
    </section>
  )
}
