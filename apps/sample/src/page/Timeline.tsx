/** Every HTTP call of the server, live. */
import { signal } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { fits, targetOf } from "../GateKey.ts"
import type { Call, Gate } from "../News.ts"
import { CallsTable } from "./CallsTable.tsx"
import { capacity, draw, nameOf, type Palette } from "./chart.ts"
import { inWords } from "./duration.ts"
import { calls, emulatorNow, emulatorTime, gates, isConnected, serverNow, serverTime } from "./feed.ts"

/** Milliseconds that the chart shows. */
const range = 16_000

const legend = [
  ["waiting", "at the gate"],
  ["sending", "sending"],
  ["answered", "answered"],
  ["refused", "refused or lost"],
  ["resting", "resting before a retry"],
  ["renewing", "renewing a refused token"]
] as const

const paletteOf = (element: Element): Palette => {
  const style = getComputedStyle(element)
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    text: color("text"),
    muted: color("muted"),
    grid: color("grid"),
    waiting: color("waiting"),
    sending: color("sending"),
    answered: color("answered"),
    refused: color("refused"),
    resting: color("resting"),
    renewing: color("renewing"),
    font: style.fontFamily
  }
}

/** What is on its way, or ended within the chart's time. */
const shown = (now: number, most: number): ReadonlyArray<Call> =>
  [...calls.values()].filter(({ end, spans }) => spans.length > 0 && (end === undefined || end > now - range)).slice(
    -most
  )

const countdown = (call: Call): number | undefined => {
  const gate = gates.value.find(({ key }) => fits(targetOf(key), call))
  const left = gate === undefined ? 0 : gate.opensAt - emulatorNow()
  return left > 0 ? left : undefined
}

const isReducedMotion = matchMedia("(prefers-reduced-motion: reduce)")
const isDark = matchMedia("(prefers-color-scheme: dark)")

/** Draws each frame while something moves. */
const useChart = () => {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext("2d")
    if (!element || !context) return
    let palette = paletteOf(element)
    let frame = 0
    let last = 0
    let isStill = false
    const paint = (time: number) => {
      frame = requestAnimationFrame(paint)
      // Who wants less motion sees it step.
      if (isReducedMotion.matches && time - last < 500) return
      const now = serverNow()
      const lanes = shown(now, capacity(element.clientHeight))
      // An empty chart is drawn once a second: it may have got another size or other colours.
      if (isStill && lanes.length === 0 && time - last < 1000) return
      isStill = lanes.length === 0
      last = time
      const { clientHeight: height, clientWidth: width } = element
      const ratio = devicePixelRatio
      if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
        element.width = Math.round(width * ratio)
        element.height = Math.round(height * ratio)
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      draw(context, { width, height, now, range, lanes, palette, countdown })
    }
    const onScheme = () => {
      palette = paletteOf(element)
    }
    isDark.addEventListener("change", onScheme)
    frame = requestAnimationFrame(paint)
    return () => {
      cancelAnimationFrame(frame)
      isDark.removeEventListener("change", onScheme)
    }
  }, [])
  return canvas
}

const waitingFor = ({ key }: Gate) =>
  [...calls.values()].filter((call) =>
    call.end === undefined && call.spans.at(-1)?.phase === "waiting" && fits(targetOf(key), call)
  ).length

const GateSign = ({ gate }: { readonly gate: Gate }) => {
  const left = gate.opensAt - emulatorTime.value
  const waiting = waitingFor(gate)
  if (left <= 0 && waiting === 0) return null
  return (
    <li class={left > 0 ? "gate closed" : "gate"}>
      <strong>{nameOf(targetOf(gate.key))}</strong>{" "}
      {left > 0 ? `closed by Retry-After, opens in ${inWords(left)}` : "open at the allowed rate"}
      {waiting > 0 && `, ${waiting} ${waiting === 1 ? "waits" : "wait"}`}
    </li>
  )
}

const isTableOpen = signal(false)

export const Timeline = () => {
  const canvas = useChart()
  void serverTime.value
  const active = [...calls.values()].filter(({ end }) => end === undefined).length
  return (
    <section class="card timeline" aria-labelledby="timeline">
      <div class="bar">
        <h2 id="timeline">Timeline</h2>
        <p class="hint">
          Every HTTP call of the server. {active === 0 ? "Nothing is on its way." : `${active} on their way.`}
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
      <ul class="gates" aria-label="Gates">{gates.value.map((gate) => <GateSign key={gate.key} gate={gate} />)}</ul>
      <canvas
        ref={canvas}
        class="chart"
        role="img"
        aria-label={`Chart of the calls of the last ${
          range / 1000
        } seconds; ${active} are on their way. The table below has the same.`}
      />
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
