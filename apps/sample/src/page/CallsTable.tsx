/** The last calls in words: what the chart shows, for those who do not see it. */
import type { Call, Span } from "../News.ts"
import { nameOf } from "./drawCalls.ts"
import { inWords } from "./duration.ts"
import { calls, serverTime } from "./feed.ts"

const most = 20

const wordsOf = ({ cause, from, phase, status, to }: Span): string => {
  const took = inWords((to ?? serverTime.value) - from)
  switch (phase) {
    case "waiting":
      return `waited ${took}`
    case "resting":
      return `rested ${took}`
    case "renewing":
      return "renewed the token"
    case "sending":
      return to === undefined ? "is being sent" : cause ?? String(status ?? "sent")
  }
}

const Row = ({ call }: { readonly call: Call }) => {
  const { end, spans, who } = call
  const [first] = spans
  return (
    <tr>
      <th scope="row">{nameOf(call)}</th>
      <td>{who}</td>
      <td>{spans.map(wordsOf).join(", ")}</td>
      <td class="number">{first === undefined ? "" : inWords((end ?? serverTime.value) - first.from)}</td>
    </tr>
  )
}

export const CallsTable = () => {
  void serverTime.value
  const last = [...calls.values()].slice(-most).toReversed()
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="The last calls">
      <table>
        <thead>
          <tr>
            <th scope="col">Call</th>
            <th scope="col">For</th>
            <th scope="col">What happened</th>
            <th scope="col" class="number">Took</th>
          </tr>
        </thead>
        <tbody>{last.map((call) => <Row key={call.id} call={call} />)}</tbody>
      </table>
    </div>
  )
}
