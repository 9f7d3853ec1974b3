/** OpenAPI documents of the declared endpoints. What they are for is said by the header comments of the sources. */
import { AdminApi } from "@atlas-bearer/core/AdminApi"
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import { ClientApi } from "@atlas-bearer/core/ClientApi"
import { OAuthApi } from "@atlas-bearer/core/OAuthApi"
import * as OpenApi from "effect/http-api/OpenApi"
import { readFileSync } from "node:fs"
import * as path from "node:path"
import { headerComment } from "./headerComment.ts"
import { root } from "./repository.ts"

const schemes: Readonly<Record<"basic" | "bearer", OpenApi.OpenAPISecurityScheme>> = {
  basic: {
    type: "http",
    scheme: "basic",
    description: "RFC 7617: client id and client secret of the service account."
  },
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "RFC 6750: the access token, and the refresh token where the operation says so."
  }
}

const sources = path.join(root, "packages/core/src")

const commentOf = (file: string) => headerComment(readFileSync(path.join(sources, file), "utf8"))

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** "What it is. Source: URL" is the comment of the API's file. */
const infoOf = (file: string) => {
  const [description = "", url] = commentOf(file).split(" Source: ")
  return {
    description,
    externalDocs: url === undefined ? {} : { externalDocs: { description: "The vendor's page", url } }
  }
}

/** "`GET /path`: what it does." is the comment of the operation's file. */
const summaryOf = (folder: string, operationId: string): string =>
  upperFirst(commentOf(`endpoints/${folder}/${upperFirst(operationId)}.ts`).replace(/^`[^`]*`: /, ""))

// Effect numbers the schemas that stand under one name, and calls what is on the wire "encoded".
const withPlainNames = (spec: OpenApi.OpenAPISpec): OpenApi.OpenAPISpec => {
  const names = Object.keys(spec.components.schemas)
  const plain = new Map<string, string>()
  for (const name of names) {
    const short = name.replace(/Encoded(_\d+)?$/, "")
    plain.set(name, [...plain.values()].includes(short) ? name : short)
  }
  const text = JSON.stringify(spec, (key, value) =>
    key === "$ref" && typeof value === "string"
      ? value.replace(/[^/]+$/, (name) => plain.get(name) ?? name)
      : value)
  const renamed: OpenApi.OpenAPISpec = JSON.parse(text)
  renamed.components.schemas = Object.fromEntries(
    Object.entries(renamed.components.schemas).map(([name, schema]) => [plain.get(name) ?? name, schema])
  )
  return renamed
}

const methods = ["get", "put", "post", "delete", "patch"] as const

/** OpenAPI has credentials as security schemes, and ignores a parameter that is called `Authorization`. */
const secure = (operation: OpenApi.OpenAPISpecOperation, scheme: string): void => {
  const field = operation.parameters.find(({ name }) => name.toLowerCase() === "authorization")
  if (field === undefined) return
  operation.parameters = operation.parameters.filter((parameter) => parameter !== field)
  operation.security = field.required ? [{ [scheme]: [] }] : [{ [scheme]: [] }, {}]
}

interface Source {
  readonly spec: OpenApi.OpenAPISpec
  readonly title: string
  /** Of the endpoints, and of the API. */
  readonly folder: string
  readonly file: string
  readonly url: string
  readonly scheme: "basic" | "bearer"
}

const documentOf = ({ file, folder, scheme, spec, title, url }: Source): OpenApi.OpenAPISpec => {
  const document = withPlainNames(spec)
  for (const item of Object.values(document.paths)) {
    for (const operation of methods.flatMap((method) => item[method] ?? [])) {
      secure(operation, scheme)
      operation.summary = summaryOf(folder, operation.operationId)
    }
  }
  const { components, openapi, ...rest } = document
  const { description, externalDocs } = infoOf(file)
  return {
    openapi,
    ...rest,
    info: { title, version: "1.0.0", description, license: { name: "MIT", identifier: "MIT" } },
    ...externalDocs,
    servers: [{ url }, { url: "http://127.0.0.1:9090", description: "@atlas-bearer/emulator" }],
    components: { ...components, securitySchemes: { [scheme]: schemes[scheme] } }
  }
}

/** By file name. */
export const openApiDocuments = (): Readonly<Record<string, OpenApi.OpenAPISpec>> => ({
  "client.json": documentOf({
    spec: OpenApi.fromApi(ClientApi),
    title: "App Services Client API v2.0",
    folder: "client",
    file: "ClientApi.ts",
    url: BaseUrl.hosted,
    scheme: "bearer"
  }),
  "admin.json": documentOf({
    spec: OpenApi.fromApi(AdminApi),
    title: "App Services Admin API v3.0",
    folder: "admin",
    file: "AdminApi.ts",
    url: BaseUrl.hosted,
    scheme: "bearer"
  }),
  "oauth.json": documentOf({
    spec: OpenApi.fromApi(OAuthApi),
    title: "OAuth 2.0 of Cloud Manager and Atlas",
    folder: "oauth",
    file: "OAuthApi.ts",
    url: BaseUrl.cloud,
    scheme: "basic"
  })
})
