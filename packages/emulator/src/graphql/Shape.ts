/** What the JSON schemas and relationships of an app's collections say, in GraphQL's names: all else derives from it. */
import type { Collection, JsonSchema } from "../Collections.ts"
import * as Names from "./Names.ts"
import * as Scalars from "./Scalars.ts"

export interface ScalarType {
  readonly _tag: "scalar"
  readonly scalar: Scalars.Scalar
}

export interface EmbeddedType {
  readonly _tag: "embedded"
  readonly shape: Shape
}

export interface ListType {
  readonly _tag: "list"
  readonly items: FieldType
}

/** The document holds the value that `foreignKey` has in a document of another collection. */
export interface RelationType {
  readonly _tag: "relation"
  /** Not known before all shapes are: collections may relate to each other. */
  readonly to: () => DocumentShape
  readonly foreignKey: string
  readonly key: Scalars.Scalar
}

export type FieldType = ScalarType | EmbeddedType | ListType | RelationType

/** `key` names the field in documents, `name` in GraphQL. */
export interface Field {
  readonly name: string
  readonly key: string
  readonly isRequired: boolean
  readonly type: FieldType
}

export interface Shape {
  readonly typeName: string
  readonly fields: ReadonlyArray<Field>
}

/** The shape of a collection's documents. */
export interface DocumentShape extends Shape {
  readonly collection: string
}

/** The type itself, or what a list is a list of. */
export const innermost = (type: FieldType): Exclude<FieldType, ListType> =>
  type._tag === "list" ? innermost(type.items) : type

/** `#/relationship/mongodb-atlas/shop/orders` refers to the collection `orders`. */
const referred = (ref: string) => ref.slice(ref.lastIndexOf("/") + 1)

/** What GraphQL cannot name or has no type for is left out: a field, or a collection without any other. */
export const shapesOf = (collections: ReadonlyArray<Collection>): ReadonlyArray<DocumentShape> => {
  const schemas = new Map(collections.map(({ collection, jsonSchema }) => [collection, jsonSchema]))
  const shapes = new Map<string, DocumentShape>()

  const relationOf = ({ relationships }: Collection, path: string): FieldType | undefined => {
    // A field may be called `constructor`.
    const relationship = Object.hasOwn(relationships, path) ? relationships[path] : undefined
    if (relationship === undefined) return undefined
    const { foreignKey, isList } = relationship
    const collection = referred(relationship.ref)
    const key = Scalars.byBsonType.get(schemas.get(collection)?.properties?.[foreignKey]?.bsonType ?? "")
    if (key === undefined) return undefined
    const to = () => {
      const shape = shapes.get(collection)
      if (shape === undefined) throw new Error(`no shape of ${collection}`)
      return shape
    }
    const one: RelationType = { _tag: "relation", to, foreignKey, key }
    return isList ? { _tag: "list", items: one } : one
  }

  /** `path` leads from the collection's root to the field, as the keys of relationships do. */
  const typeOf = (owner: Collection, path: string, typeName: string, schema: JsonSchema): FieldType | undefined => {
    const relation = relationOf(owner, path)
    if (relation !== undefined) return relation
    if (schema.bsonType === "array") {
      const items = schema.items === undefined ? undefined : typeOf(owner, `${path}.[]`, typeName, schema.items)
      return items && { _tag: "list", items }
    }
    if (schema.properties !== undefined) {
      const fields = fieldsOf(owner, `${path}.`, typeName, schema)
      return fields.length === 0 ? undefined : { _tag: "embedded", shape: { typeName, fields } }
    }
    const scalar = Scalars.byBsonType.get(schema.bsonType ?? "")
    return scalar && { _tag: "scalar", scalar }
  }

  const fieldsOf = (owner: Collection, prefix: string, parent: string, schema: JsonSchema): ReadonlyArray<Field> => {
    const fields = new Map<string, Field>()
    for (const [key, fieldSchema] of Object.entries(schema.properties ?? {})) {
      const name = Names.ofField(key)
      const type = typeOf(owner, prefix + key, Names.ofEmbedded(parent, name), fieldSchema)
      // Of two fields with one name, the first has it.
      if (name === "" || type === undefined || fields.has(name)) continue
      fields.set(name, { name, key, isRequired: schema.required?.includes(key) === true, type })
    }
    return [...fields.values()]
  }

  for (const owner of collections) {
    const typeName = Names.ofType(owner.collection, owner.jsonSchema.title)
    const fields = fieldsOf(owner, "", typeName, owner.jsonSchema)
    if (typeName !== "" && fields.length > 0) {
      shapes.set(owner.collection, { collection: owner.collection, typeName, fields })
    }
  }
  return [...shapes.values()]
}
