/** Does a value of this schema hold a secret? Then its wire form must not be shown. */
import type * as SchemaAST from "effect/SchemaAST"

const isRedacted = (ast: SchemaAST.AST) =>
  ast._tag === "Declaration" && JSON.stringify(ast.annotations?.["representation"])?.includes("Redacted") === true

/** Looks through structs, arrays and unions, on the decoded side. */
export const carriesSecret = (ast: SchemaAST.AST): boolean => {
  if (isRedacted(ast)) return true
  switch (ast._tag) {
    case "Objects":
      return ast.propertySignatures.some((property) => carriesSecret(property.type)) ||
        ast.indexSignatures.some((signature) => carriesSecret(signature.type))
    case "Arrays":
      return [...ast.elements, ...ast.rest].some(carriesSecret)
    case "Union":
      return ast.types.some(carriesSecret)
    default:
      return false
  }
}
