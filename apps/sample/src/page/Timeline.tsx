/** Every HTTP call of the server, live. */
import { signal } from "@preact/signals"
import { CallsTable } from "./CallsTable.tsx"
import { Chart } from "./Chart.tsx"
import { calls, isConnected, serverTime } from "./feed.ts"
import { Gates } from "./Gates.tsx"

const legend = [
  ["waiting", "at the gate"],
  ["sending", "sending"],
  ["answered", "answered"],
  ["refused", "refused or lost"],
  ["resting", "pause before a retry"],
  ["renewing", "renewing after a 401"]
] as const

const isTableOpen = signal(false)

export const Timeline = () => {
  void serverTime.value
  const active = [...calls.values()].filter(({ end }) => end === undefined).length
  return (
    <section class="card timeline" aria-labelledby="timeline">
      <div class="bar">
        <h2 id="timeline">Timeline</h2>
        <p class="hint">
          Every HTTP call of the server.{" "}
          {active === 0 ? "Nothing is on its way." : `${active} on ${active === 1 ? "its" : "their"} way.`}
        </p>
        {!isConnected.value && <p class="offline" role="status">Not connected: is the server still running?</p>}
      </div>
      <ul class="legend" aria-label="Legend">
        {legend.map(([name, label]) => (
          <li key={name}>
            <span class={`swatch ${name}`} aria-hidden="true" /> {label}
          </li>
        ))}
      </ul>
      <Gates />
      <Chart active={active} />
      <details
        onToggle={({ currentTarget }) => {
          isTableOpen.value = currentTarget.open
        }}
      >
        <summary>The last calls as a table</summary>
        {isTableOpen.value && <CallsTable />}
      </details>
    </section>
  )
}
