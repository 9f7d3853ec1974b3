/** JSON bodies with members that are missing or stand there twice. */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.JsonObject))

/** A body that is no JSON object stays as it is. */
export const withMembers = (
  body: string,
  { doubled = [], missing = [] }: {
    readonly missing?: ReadonlyArray<string> | undefined
    readonly doubled?: ReadonlyArray<string> | undefined
  }
): string =>
  Option.match(decode(body), {
    onNone: () => body,
    onSome: (object) => {
      const members = Object.entries(object).filter(([name]) => !missing.includes(name)).flatMap(([name, value]) => {
        const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`
        return doubled.includes(name) ? [member, member] : [member]
      })
      return `{${members.join()}}`
    }
  })

/** The first half, in which no JSON object or array ends. */
export const half = (body: string): string => body.slice(0, Math.max(1, Math.floor(body.length / 2)))
