/** The authentication providers that a browser can log in by, and what each asks for: the fields of the vendor's own API. */
import * as Credentials from "@atlas-bearer/core/Credentials"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

interface Provider {
  /** For people. */
  readonly needs: string
  readonly credentials: (fields: unknown) => Option.Option<Credentials.Credentials>
}

const provider = <A>(
  needs: string,
  schema: Schema.Codec<A, unknown>,
  credentials: (fields: A) => Credentials.Credentials
): Provider => {
  const decode = Schema.decodeUnknownOption(schema)
  return { needs, credentials: (fields) => Option.map(decode(fields), credentials) }
}

const text = Schema.NonEmptyString

const known: Readonly<Record<string, Provider>> = {
  "anon-user": provider("nothing", Schema.Struct({}), () => Credentials.anonymous()),
  "local-userpass": provider(
    "username and password",
    Schema.Struct({ username: text, password: text }),
    Credentials.emailPassword
  ),
  "api-key": provider("key", Schema.Struct({ key: text }), ({ key }) => Credentials.apiKey(key)),
  "custom-token": provider("token", Schema.Struct({ token: text }), ({ token }) => Credentials.customToken(token)),
  "custom-function": provider("a JSON object", Schema.JsonObject, Credentials.customFunction),
  "oauth2-google": provider(
    "id_token or authCode",
    Schema.Union([Schema.Struct({ id_token: text }), Schema.Struct({ authCode: text })]),
    (fields) => Credentials.google("id_token" in fields ? { idToken: fields.id_token } : fields)
  ),
  "oauth2-facebook": provider(
    "accessToken",
    Schema.Struct({ accessToken: text }),
    ({ accessToken }) => Credentials.facebook(accessToken)
  ),
  "oauth2-apple": provider("id_token", Schema.Struct({ id_token: text }), ({ id_token }) => Credentials.apple(id_token))
}

export const names: ReadonlyArray<string> = Object.keys(known)

/** Nothing for a name that is not in this list, whatever it is. */
export const find = (name: string): Provider | undefined => Object.hasOwn(known, name) ? known[name] : undefined
