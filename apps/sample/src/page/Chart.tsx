/** The canvas on which calls are drawn. */
import { useEffect, useRef } from "preact/hooks"
import { fits, targetOf } from "../GateKey.ts"
import type { Call } from "../News.ts"
import { capacity, draw, type Palette } from "./drawCalls.ts"
import { calls, emulatorNow, gates, serverNow } from "./feed.ts"

/** Milliseconds that the chart shows. */
const range = 16_000

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
      last = -Infinity
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

export const Chart = ({ active }: { readonly active: number }) => {
  const canvas = useChart()
  return (
    <canvas
      ref={canvas}
      class="chart"
      role="img"
      aria-label={`Chart of the calls of the last ${
        range / 1000
      } seconds; ${active} are on their way. The table below has the same.`}
    />
  )
}
