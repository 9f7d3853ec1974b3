/** Failures of function calls (`ClientError.ts` says how they are named). */
import * as Schema from "effect/Schema"

const fields = { description: Schema.String }

/** The app has no function of this name. */
export class FunctionNotFound
  extends Schema.TaggedError<FunctionNotFound>()("FunctionNotFound", fields, { httpApiStatus: 404 })
{
  override get message() {
    return `The app has no such function (${this.description}). Check the name, which is case-sensitive.`
  }
}

/** The function threw, or a rule of the app forbids the call. */
export class FunctionExecutionError
  extends Schema.TaggedError<FunctionExecutionError>()("FunctionExecutionError", fields, { httpApiStatus: 400 })
{
  override get message() {
    return `The function failed (${this.description}).`
  }
}

/** The app has no service of this name. */
export class ServiceNotFound
  extends Schema.TaggedError<ServiceNotFound>()("ServiceNotFound", fields, { httpApiStatus: 404 })
{
  override get message() {
    return `The app has no such service (${this.description}). Check its name.`
  }
}
