/** The service account: what it may still ask for in this minute, its tokens and its secrets. */
import { useSignal } from "@preact/signals"
import type { AccountState } from "../News.ts"
import { inWords } from "./duration.ts"
import { account, emulatorTime } from "./feed.ts"
import { Notice } from "./Notice.tsx"
import { request } from "./request.ts"
import { useAction } from "./useAction.ts"

/** Each dot is a request of the last minute, and frees itself as the minute passes. */
const Window = ({ limit, requests, window }: AccountState) => {
  const now = emulatorTime.value
  const recent = requests.filter((at) => at > now - window && at <= now)
  const [oldest] = recent
  return (
    <>
      <div
        class="dots"
        role="meter"
        aria-label="Token requests in the last minute"
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={recent.length}
        aria-valuetext={`${recent.length} of ${limit} used`}
      >
        {Array.from({ length: limit }, (_, index) => {
          const at = recent[index]
          const left = at === undefined ? 0 : (at + window - now) / window
          return (
            <span key={index} class={`dot ${at === undefined ? "" : "used"}`}>
              <span style={{ transform: `scale(${Math.max(left, at === undefined ? 0 : 0.25)})` }} />
            </span>
          )
        })}
      </div>
      <p class="hint">
        {recent.length} of {limit} token requests in the last minute
        {oldest !== undefined && `; the next one is free again in ${inWords(oldest + window - now)}`}
      </p>
    </>
  )
}

const Alive = ({ expiries, quota }: AccountState) => {
  const alive = expiries.filter((end) => end > emulatorTime.value).length
  return (
    <div class="alive">
      <meter min={0} max={quota} high={quota * 0.8} optimum={0} value={alive} aria-label="Tokens alive" />
      <p class="hint">{alive} of {quota} tokens alive</p>
    </div>
  )
}

export const AccountPanel = () => {
  const { failure, isBusy, run } = useAction()
  const state = account.value
  if (state === undefined) return null
  const ask = (what: string) => void run(() => request("POST", `/lab/account/${what}`))
  return (
    <section class="card" aria-labelledby="account">
      <h2 id="account">Service account</h2>
      <Window {...state} />
      <Alive {...state} />
      <p class="hint secrets">
        {state.secrets.length === 0
          ? "Its secret is that of the emulator's seed."
          : `Secret in force: ${state.secrets.map(({ id }) => id).join(", then ")}`}
      </p>
      <div class="buttons">
        <Process />
        <button type="button" disabled={isBusy} onClick={() => ask("rotate")}>Rotate secret</button>
        <button type="button" disabled={isBusy} onClick={() => ask("revoke")}>Revoke token</button>
      </div>
      {failure.value && <Notice kind="error">{failure.value}</Notice>}
    </section>
  )
}

/** Another process shares nothing with this one, and has to ask for a token of its own. */
const Process = () => {
  const failure = useSignal<string | undefined>(undefined)
  // Each press is a process: they do not wait for each other.
  const start = () => {
    failure.value = undefined
    request("POST", "/lab/account/process").catch((error: unknown) => {
      failure.value = error instanceof Error ? error.message : String(error)
    })
  }
  return (
    <>
      <button type="button" onClick={start}>Start another process</button>
      {failure.value && <Notice kind="error">{failure.value}</Notice>}
    </>
  )
}
