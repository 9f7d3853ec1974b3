/** Gates before which calls wait. */
import { targetOf } from "../GateKey.ts"
import { nameOf } from "./drawCalls.ts"
import { inWords } from "./duration.ts"
import { calls, emulatorTime, gates } from "./feed.ts"

/** Gates before which somebody waits, and those that are closed. */
export const Gates = () => {
  const now = emulatorTime.value
  const waiting = Map.groupBy(
    [...calls.values()].filter(({ end, spans }) => end === undefined && spans.at(-1)?.phase === "waiting"),
    nameOf
  )
  const closed = new Map(gates.value.map(({ key, opensAt }) => [nameOf(targetOf(key)), opensAt - now]))
  const names = [...new Set([...closed.keys(), ...waiting.keys()])]
  return (
    <ul class="gates" aria-label="Gates">
      {names.map((name) => {
        const left = closed.get(name) ?? 0
        const count = waiting.get(name)?.length ?? 0
        if (left <= 0 && count === 0) return null
        return (
          <li key={name} class={left > 0 ? "gate closed" : "gate"}>
            <strong>{name}</strong>{" "}
            {left > 0 ? `closed by Retry-After, opens in ${inWords(left)}` : "goes at the rate that the limit allows"}
            {count > 0 && `, ${count} ${count === 1 ? "waits" : "wait"}`}
          </li>
        )
      })}
    </ul>
  )
}
