/** The errors that the service itself answers with, in the frame that its GraphQL API has for them. */
import { GraphQLError } from "graphql"

type Operation = "read" | "insert" | "update" | "delete"

/** The name is the code on the wire. */
type Code = "SchemaValidationFailedRead" | "SchemaValidationFailedWrite" | "MongoDBError"

/** Thrown in a resolver, it becomes the error of the resolver's field. */
export const make = (operation: Operation, code: Code, reason: string): GraphQLError =>
  new GraphQLError(
    `reason=${JSON.stringify(reason)}; code="${code}"; untrusted="${operation} not permitted"; details=map[]`
  )
