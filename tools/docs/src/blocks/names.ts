/** Which names a piece of code declares, uses and exports. */
import { parseSync } from "oxc-parser"

type Node = Readonly<Record<string, unknown>>

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value

const namesOfPattern = (pattern: unknown): ReadonlyArray<string> => {
  if (!isNode(pattern)) return []
  switch (pattern["type"]) {
    case "Identifier":
      return [String(pattern["name"])]
    case "ObjectPattern":
      return listOf(pattern["properties"]).flatMap((property) =>
        namesOfPattern(property["type"] === "RestElement" ? property : property["value"])
      )
    case "ArrayPattern":
      return listOf(pattern["elements"]).flatMap(namesOfPattern)
    case "AssignmentPattern":
      return namesOfPattern(pattern["left"])
    case "RestElement":
      return namesOfPattern(pattern["argument"])
    default:
      return []
  }
}

const listOf = (value: unknown): ReadonlyArray<Node> => Array.isArray(value) ? value.filter(isNode) : []

const namesOfStatement = (statement: Node): ReadonlyArray<string> => {
  switch (statement["type"]) {
    case "ImportDeclaration":
      return listOf(statement["specifiers"]).flatMap((specifier) => namesOfPattern(specifier["local"]))
    case "VariableDeclaration":
      return listOf(statement["declarations"]).flatMap((declaration) => namesOfPattern(declaration["id"]))
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return namesOfPattern(statement["id"])
    case "ExportNamedDeclaration":
      return isNode(statement["declaration"]) ? namesOfStatement(statement["declaration"]) : []
    default:
      return []
  }
}

/** At the top of the module. */
const declaredIn = (code: string): ReadonlySet<string> =>
  new Set(listOf(parseSync("block.ts", code).program.body).flatMap(namesOfStatement))

export const exportedBy = (code: string): ReadonlyArray<string> =>
  parseSync("module.ts", code).module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName }) => exportName.name ?? [])
  )

/** Those of `names` that the code uses and does not declare. */
export const missingIn = (code: string, names: ReadonlyArray<string>): ReadonlyArray<string> => {
  const declared = declaredIn(code)
  return names.filter((name) => !declared.has(name) && new RegExp(`(?<![.\\w])${name}\\b`).test(code))
}
