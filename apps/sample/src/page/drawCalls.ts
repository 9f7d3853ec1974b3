/** Draws calls as lanes on a canvas: time runs to the right, now is at the right edge. */
import type { Call, Span } from "../News.ts"
import { inWords } from "./duration.ts"

export interface Palette {
  readonly text: string
  readonly muted: string
  readonly grid: string
  readonly waiting: string
  readonly sending: string
  readonly answered: string
  readonly refused: string
  readonly resting: string
  readonly renewing: string
  readonly font: string
}

export interface Frame {
  readonly width: number
  readonly height: number
  /** The server's time at the right edge. */
  readonly now: number
  /** Milliseconds from the left edge to the right one. */
  readonly range: number
  readonly lanes: ReadonlyArray<Call>
  readonly palette: Palette
  /** Milliseconds until the call's gate opens, if that is known. */
  readonly countdown: (call: Call) => number | undefined
}

/** Where time begins: left of it stand the names. */
const gutterOf = ({ width }: Frame): number => width < 600 ? 120 : 190
/** Below the lanes. */
const axis = 24
const [tallest, lowest] = [26, 4]
/** A request takes less time than a pixel: it is drawn as long as it can be seen. */
const narrowest = 5

/** What every path of an API begins with, and what only differs from call to call. */
const prefix =
  /^\/api\/(?:client\/v2\.0(?:\/app\/[^/]+)?|admin\/v3\.0(?:\/groups\/[^/]+\/apps\/[^/]+)?|atlas\/v2(?:\/orgs\/[^/]+)?)/
const ids = /:\w+|[\da-f]{24}|mdb_sa_id_[\da-f]+/g

/** Short enough for a lane. */
export const nameOf = ({ method, path }: Pick<Call, "method" | "path">): string =>
  `${method} ${path.replace(prefix, "").replace("/auth/providers/", "/").replace(ids, "…").replace(/…+/g, "…")}`

const isRefusal = ({ cause, status }: Span): boolean => cause !== undefined || (status ?? 0) >= 400

const colorOf = (span: Span, palette: Palette): string => {
  if (span.phase !== "sending") return palette[span.phase]
  if (span.to === undefined) return palette.sending
  return isRefusal(span) ? palette.refused : palette.answered
}

const drawAxis = (context: CanvasRenderingContext2D, frame: Frame) => {
  const { height, palette, range, width } = frame
  const gutter = gutterOf(frame)
  const step = width < 600 ? 4 : 2
  context.font = `12px ${palette.font}`
  context.textBaseline = "middle"
  context.strokeStyle = palette.grid
  context.fillStyle = palette.muted
  for (let seconds = 0; seconds * 1000 <= range; seconds += step) {
    const x = Math.round(width - (seconds * 1000 / range) * (width - gutter)) - 0.5
    context.beginPath()
    context.moveTo(x, 0)
    context.lineTo(x, height - axis)
    context.stroke()
    context.textAlign = seconds === 0 ? "right" : "center"
    if (x > gutter + 10) context.fillText(seconds === 0 ? "now" : `−${seconds} s`, x, height - axis / 2)
  }
}

/** Of neighbours with one name only the group is named. */
const drawNames = (context: CanvasRenderingContext2D, frame: Frame, lane: number) => {
  const { lanes, palette } = frame
  context.textAlign = "left"
  context.fillStyle = palette.text
  context.font = `12px ${palette.font}`
  let first = 0
  let free = 0
  for (let index = 1; index <= lanes.length; index++) {
    const [one, next] = [lanes[first], lanes[index]]
    if (one === undefined || (next !== undefined && lane < 13 && nameOf(next) === nameOf(one))) continue
    const y = Math.max(8, (first + index) / 2 * lane)
    const count = index - first
    if (y >= free) {
      context.fillText(count === 1 ? nameOf(one) : `${count} × ${nameOf(one)}`, 2, y, gutterOf(frame) - 12)
      free = y + 14
    }
    first = index
  }
}

const drawLane = (context: CanvasRenderingContext2D, frame: Frame, call: Call, top: number, lane: number) => {
  const { countdown, now, palette, range, width } = frame
  const gutter = gutterOf(frame)
  const scale = (width - gutter) / range
  const toX = (at: number) => width - (now - at) * scale
  const thickness = Math.max(2, Math.min(14, lane - (lane > 8 ? 8 : 1)))
  const y = top + (lane - thickness) / 2
  context.textAlign = "right"
  context.font = `600 11px ${palette.font}`
  /** Nothing is written over what is drawn. */
  let free = gutter
  for (const span of call.spans) {
    const to = toX(span.to ?? call.end ?? now)
    if (to < gutter) continue
    const left = Math.max(gutter, Math.min(toX(span.from), to - narrowest))
    context.fillStyle = colorOf(span, palette)
    // What waits is thin, what is sent is thick: the chart reads without its colours.
    const inset = span.phase === "sending" ? 0 : thickness * 0.3
    context.fillRect(left, y + inset, Math.max(2, to - left), thickness - 2 * inset)
    const isRoomy = lane >= 13
    const why = isRoomy && span.phase === "sending" && isRefusal(span) ? span.cause ?? String(span.status) : ""
    if (why !== "" && left - 4 - context.measureText(why).width > free) {
      context.fillText(why, left - 4, y + thickness / 2)
    }
    const isWaiting = isRoomy && span.phase === "waiting" && span.to === undefined && call.end === undefined
    const wait = isWaiting ? countdown(call) : undefined
    if (wait !== undefined && to - left > 60) {
      context.fillStyle = palette.text
      context.fillText(inWords(wait), to - 6, y - thickness * 0.25)
    }
    free = to
  }
}

/** How many lanes there is room for. */
export const capacity = (height: number): number => Math.floor((height - axis) / lowest)

export const draw = (context: CanvasRenderingContext2D, frame: Frame): void => {
  const { height, lanes, width } = frame
  context.clearRect(0, 0, width, height)
  drawAxis(context, frame)
  if (lanes.length === 0) {
    context.fillText("Log in, or send a call.", (width + gutterOf(frame)) / 2, (height - axis) / 2)
    return
  }
  const lane = Math.min(tallest, Math.max(lowest, (height - axis) / Math.max(1, lanes.length)))
  drawNames(context, frame, lane)
  for (const [index, call] of lanes.entries()) drawLane(context, frame, call, index * lane, lane)
}
