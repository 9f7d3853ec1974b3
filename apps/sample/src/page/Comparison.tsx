/** 60 calls at once, by this server and by a naive client. */
import type { Progress } from "../News.ts"
import { inWords } from "./duration.ts"
import { comparison, serverTime } from "./feed.ts"
import { Notice } from "./Notice.tsx"
import { request } from "./request.ts"
import { useAction } from "./useAction.ts"

const size = 60

const Side = ({ kind, name, progress }: {
  readonly kind: "ours" | "naive"
  readonly name: string
  readonly progress: Progress | undefined
}) => {
  const { calls, done, endedAt, failed, refused, requests, startedAt } = progress ??
    { calls: size, done: 0, failed: 0, refused: 0, requests: 0, startedAt: 0, endedAt: 0 }
  const wasted = requests === 0 ? 0 : refused / requests
  return (
    <div class={`side ${kind}`}>
      <h4>{name}</h4>
      <progress max={calls} value={done} aria-label={`Calls done: ${name}`} />
      <dl class="numbers">
        <div>
          <dt>done</dt>
          <dd>{done} of {calls}{failed > 0 && `, ${failed} failed`}</dd>
        </div>
        <div>
          <dt>requests</dt>
          <dd class="big">{requests}</dd>
        </div>
        <div>
          <dt>429s</dt>
          <dd class="big">{refused}</dd>
        </div>
        <div>
          <dt>time</dt>
          <dd>{startedAt === 0 ? "–" : inWords((endedAt ?? serverTime.value) - startedAt)}</dd>
        </div>
      </dl>
      {requests > 0 && (
        <>
          <div class="share" aria-hidden="true">
            <span style={{ width: `${wasted * 100}%` }} />
          </div>
          <p class="hint">{Math.round(wasted * 100)} % of the requests were for nothing</p>
        </>
      )}
    </div>
  )
}

export const Comparison = () => {
  const { failure, isBusy, run } = useAction()
  const state = comparison.value
  const isRunning = isBusy.value || (state?.ours !== undefined && state.ours.endedAt === undefined) ||
    (state?.naive !== undefined && state.naive.endedAt === undefined)
  return (
    <div class="comparison">
      <div class="bar">
        <h3>{size} calls at once</h3>
        <button
          type="button"
          class="primary"
          disabled={isRunning}
          onClick={() => void run(() => request("POST", "/lab/burst"))}
        >
          Fire {size} calls at once
        </button>
      </div>
      <div class="sides">
        <Side kind="ours" name="@atlas-bearer" progress={state?.ours} />
        <Side kind="naive" name="A naive client" progress={state?.naive} />
      </div>
      <p class="hint">
        Both are real: each has an emulator with the same limit ({state?.limit}). The naive client asks again after 100
        ms, then doubles its pause up to 1.6 s, and looks at no header.
      </p>
      {failure.value && <Notice kind="error">{failure.value}</Notice>}
    </div>
  )
}
