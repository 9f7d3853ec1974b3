/** The names of types and fields: GraphQL allows fewer characters than MongoDB, and tells one document from many. */
import pluralize from "pluralize"

export const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

/** Empty when the field cannot be shown: nothing is left of its name, or GraphQL keeps such names for itself. */
export const ofField = (key: string): string => {
  const [first = "", ...rest] = key.split(/[^A-Za-z0-9_]+/).filter((part) => part !== "")
  const name = [first, ...rest.map(upperFirst)].join("").replace(/^\d+/, "")
  return name.startsWith("__") ? "" : name
}

/** The type of a document: the schema's title as it stands, else the singular of the collection's name. */
export const ofType = (collection: string, title: string | undefined): string =>
  upperFirst(ofField(title ?? pluralize.singular(collection)))

/** The type of an embedded document, or of the elements of an array of them. */
export const ofEmbedded = (parent: string, field: string): string => parent + upperFirst(pluralize.singular(field))

/** `Taxas` for `Taxa`: a name without a plural of its own gets an s. */
export const plural = (type: string): string => {
  const many = pluralize.plural(type)
  return many === type ? `${type}s` : many
}
