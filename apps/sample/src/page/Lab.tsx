/** Makes trouble: faults for the next request, and many calls at once. */
import { useSignal } from "@preact/signals"
import type { ArmedFault, FaultName, FaultTarget } from "../News.ts"
import { Comparison } from "./Comparison.tsx"
import { faults } from "./feed.ts"
import { loadMovies } from "./movies.ts"
import { Notice } from "./Notice.tsx"
import { request } from "./request.ts"
import { profile } from "./session.ts"
import { useAction } from "./useAction.ts"

const buttons: ReadonlyArray<readonly [Exclude<FaultName, "renewalDown">, string]> = [
  ["limited", "429, Retry-After 5"],
  ["unavailable", "503"],
  ["reset", "Reset connection"],
  ["refused", "401 once"]
]

const targets: ReadonlyArray<readonly [FaultTarget, string]> = [
  ["projects", "Projects (Atlas API)"],
  ["movies", "Movies (GraphQL)"]
]

const labelOf = ({ name, target }: ArmedFault): string => {
  const what = buttons.find(([found]) => found === name)?.[1]
  return what === undefined ? "Renewals are down" : `${what} → ${target}`
}

const Armed = () => (
  <p class="armed" role="status">
    {faults.value.length === 0
      ? <span class="hint">No fault is armed.</span>
      : faults.value.map((fault, index) => <span class="chip" key={`${index} ${fault.name}`}>{labelOf(fault)}</span>)}
  </p>
)

export const Lab = () => {
  const target = useSignal<FaultTarget>("projects")
  const { failure, isBusy, run } = useAction()
  const ask = (path: string, body?: object) => run(() => request("POST", path, body === undefined ? {} : { body }))
  const isDown = faults.value.some(({ name }) => name === "renewalDown")
  const send = () => target.value === "movies" ? run(loadMovies) : run(() => request("POST", "/lab/projects"))
  return (
    <section class="card lab" aria-labelledby="lab">
      <h2 id="lab">Make trouble</h2>
      <fieldset>
        <legend>A fault for the next call to</legend>
        {targets.map(([name, label]) => (
          <label key={name} class="choice">
            <input
              type="radio"
              name="target"
              checked={target.value === name}
              onChange={() => {
                target.value = name
              }}
            />
            {label}
          </label>
        ))}
        <div class="buttons">
          {buttons.map(([name, label]) => (
            <button
              key={name}
              type="button"
              onClick={() => void ask(`/lab/faults/${name}`, { target: target.value })}
            >
              {label}
            </button>
          ))}
          <button type="button" aria-pressed={isDown} onClick={() => void ask("/lab/faults/renewalDown")}>
            Renewal down
          </button>
        </div>
        <Armed />
        <button
          type="button"
          class="primary"
          disabled={isBusy.value || (target.value === "movies" && profile.value === undefined)}
          onClick={() => void send()}
        >
          Send one call
        </button>
        {target.value === "movies" && profile.value === undefined && <span class="hint">Log in first.</span>}
      </fieldset>
      {failure.value && <Notice kind="error">{failure.value}</Notice>}
      <Comparison />
    </section>
  )
}
