/** Hands a reply's content on. */
import * as SystemCode from "@atlas-bearer/core/SystemCode"
import * as Effect from "effect/Effect"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import * as ExitCode from "../ExitCode.ts"
import { attempt } from "./attempt.ts"
import { Failed } from "./Failed.ts"

const brokenOff = (error: unknown) =>
  new Failed({
    message: `The reply broke off (${SystemCode.of(error, "no reason was given")}).`,
    exitCode: ExitCode.unreachable
  })

/** As it comes, in its bytes. */
export const copy = (response: Response) =>
  Effect.gen(function*() {
    const { body } = response
    if (body === null) return
    const { stdout } = yield* Stdio.Stdio
    yield* Stream.run(
      Stream.fromReadableStream({ evaluate: () => body, onError: brokenOff }),
      stdout({ endOnDone: false })
    )
  })

const isJson = (response: Response) => /[/+]json\b/i.test(response.headers.get("content-type") ?? "")

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const isParsed = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A member of a JSON object on one line: JSON to the digit, else text, else Base64. */
export const toJson = (response: Response) =>
  Effect.map(Effect.mapError(attempt(async () => new Uint8Array(await response.arrayBuffer())), brokenOff), (bytes) => {
    const text = textOf(bytes)
    if (text === undefined) return `"bodyBase64":"${Buffer.from(bytes).toString("base64")}"`
    // RFC 8259 section 7: the ends of lines stand between tokens alone.
    return `"body":${
      isJson(response) && isParsed(text) ? text.trim().replaceAll(/[\r\n]+/g, " ") : JSON.stringify(text)
    }`
  })
