/** `Mutation`: for each collection, what changes its documents. */
import * as Graphql from "graphql"
import type { Switches } from "../Profile.ts"
import * as DocumentCheck from "./DocumentCheck.ts"
import * as DocumentInput from "./DocumentInput.ts"
import type { Documents } from "./Documents.ts"
import { insertInput } from "./InsertInput.ts"
import { isNull, type JsonObject, valueAt } from "./JsonValue.ts"
import * as Names from "./Names.ts"
import { objectType } from "./ObjectType.ts"
import * as Payloads from "./Payloads.ts"
import { found, type QueryArgs } from "./Query.ts"
import { queryInput } from "./QueryInput.ts"
import type { DocumentShape } from "./Shape.ts"
import { updateInput } from "./UpdateInput.ts"
import * as Write from "./Write.ts"

interface DataArgs extends QueryArgs {
  readonly data: JsonObject
}

interface SetArgs extends QueryArgs {
  readonly set: JsonObject
}

interface ManyArgs {
  readonly data: ReadonlyArray<JsonObject>
}

type FieldOf<Args> = Graphql.GraphQLFieldConfig<unknown, Documents, Args>
type Fields = ReadonlyArray<readonly [string, Graphql.GraphQLFieldConfig<unknown, Documents>]>

const insert = (shape: DocumentShape, data: JsonObject, documents: Documents) =>
  Write.insert(shape, DocumentInput.documentOf(shape, data, documents), documents)

/** The document of the input in place of the first that is found, under its id. */
const replaceFirst = (shape: DocumentShape, args: DataArgs, documents: Documents) => {
  const [first] = found(shape, args, documents)
  if (first === undefined) return undefined
  const document = DocumentInput.documentOf(shape, args.data, documents)
  const id = valueAt(first.document, "_id")
  const kept = isNull(valueAt(document, "_id")) && id !== undefined ? { ...document, _id: id } : document
  return Write.replace("replace", shape, first, kept, documents)
}

export const fieldsOf = (shape: DocumentShape, result: Switches["insertMany"]): Fields => {
  const one = shape.typeName
  const many = Names.plural(one)
  const type = objectType(shape)
  const query = { type: queryInput(shape) }
  const someQuery = { type: new Graphql.GraphQLNonNull(query.type) }
  const data = { type: new Graphql.GraphQLNonNull(insertInput(shape)) }
  const set = { type: new Graphql.GraphQLNonNull(updateInput(shape)) }

  const insertOne: FieldOf<DataArgs> = {
    type,
    args: { data },
    resolve: (_, { data }, documents) => insert(shape, data, documents).document
  }
  const insertMany: FieldOf<ManyArgs> = {
    type: result === "ids" ? Payloads.InsertManyPayload : new Graphql.GraphQLList(type),
    args: { data: { type: new Graphql.GraphQLNonNull(new Graphql.GraphQLList(data.type)) } },
    resolve: (_, { data }, documents) => {
      const inserted = data.map((one) => insert(shape, one, documents).document)
      return result === "ids" ? { insertedIds: inserted.map((document) => valueAt(document, "_id")) } : inserted
    }
  }
  const updateOne: FieldOf<SetArgs> = {
    type,
    args: { query, set },
    resolve: (_, args, documents) => {
      const [first] = found(shape, args, documents)
      if (first === undefined) return null
      const edit = DocumentInput.editing(shape, args.set, documents)
      return Write.replace("update", shape, first, edit(first.document), documents).document
    }
  }
  const updateMany: FieldOf<SetArgs> = {
    type: Payloads.UpdateManyPayload,
    args: { query, set },
    resolve: (_, args, documents) => {
      const matched = found(shape, args, documents)
      if (matched.length === 0) return { matchedCount: 0, modifiedCount: 0 }
      const edit = DocumentInput.editing(shape, args.set, documents)
      const modified = matched.filter((stored) => {
        const edited = edit(stored.document)
        Write.replace("update", shape, stored, edited, documents)
        return JSON.stringify(edited) !== JSON.stringify(stored.document)
      })
      return { matchedCount: matched.length, modifiedCount: modified.length }
    }
  }
  const upsertOne: FieldOf<DataArgs> = {
    type,
    args: { query, data },
    resolve: (_, args, documents) => {
      const replaced = isNull(args.query) ? undefined : replaceFirst(shape, args, documents)
      return (replaced ?? insert(shape, args.data, documents)).document
    }
  }
  const replaceOne: FieldOf<DataArgs> = {
    type,
    args: { query, data },
    resolve: (_, args, documents) => replaceFirst(shape, args, documents)?.document
  }
  const deleteOne: FieldOf<QueryArgs> = {
    type,
    args: { query: someQuery },
    resolve: (_, args, documents) => {
      const [first] = found(shape, args, documents)
      if (first === undefined) return null
      documents.remove(shape.collection, first)
      return DocumentCheck.readable(shape, first.document)
    }
  }
  const deleteMany: FieldOf<QueryArgs> = {
    type: Payloads.DeleteManyPayload,
    args: { query },
    resolve: (_, args, documents) => {
      const matched = found(shape, args, documents)
      for (const stored of matched) documents.remove(shape.collection, stored)
      return { deletedCount: matched.length }
    }
  }
  return [
    [`insertOne${one}`, insertOne],
    [`insertMany${many}`, insertMany],
    [`updateOne${one}`, updateOne],
    [`updateMany${many}`, updateMany],
    [`upsertOne${one}`, upsertOne],
    [`replaceOne${one}`, replaceOne],
    [`deleteOne${one}`, deleteOne],
    [`deleteMany${many}`, deleteMany]
  ]
}
