/** The ways to log in, each with what its form asks and the seed's values in it. */
import { serverApiKey, user } from "@atlas-bearer/emulator/DefaultSeed"
import { request } from "./request.ts"

interface Field {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly type: "text" | "password"
  readonly autocomplete: "username" | "current-password" | "off"
}

export interface Provider {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly fields: ReadonlyArray<Field>
  /** What the login is told, of what the form holds. */
  readonly toCredentials: (values: Readonly<Record<string, string>>) => Promise<object>
}

const text = (name: string, label: string, value: string): Field => ({
  name,
  label,
  value,
  type: "text",
  autocomplete: "off"
})

/** Somebody else vouches for the visitor: here this server plays them. The page has the credential for a moment. */
const vouchedFor = (provider: string, name: string) => async ({ subject }: Readonly<Record<string, string>>) => {
  const answer = await request("POST", `/identity/${provider}`, { body: { subject } })
  const credential: unknown = typeof answer === "object" && answer !== null ? Reflect.get(answer, "credential") : ""
  return { [name]: credential }
}

const asTyped = async (values: Readonly<Record<string, string>>) => ({ ...values })

export const providers: readonly [Provider, ...ReadonlyArray<Provider>] = [
  {
    name: "local-userpass",
    label: "E-mail and password",
    hint: "The user of the emulator's seed. Or register one of your own.",
    fields: [
      { name: "username", label: "E-mail address", value: user.username, type: "text", autocomplete: "username" },
      {
        name: "password",
        label: "Password",
        value: user.password,
        type: "password",
        autocomplete: "current-password"
      }
    ],
    toCredentials: asTyped
  },
  {
    name: "anon-user",
    label: "Anonymous",
    hint: "A new user each time, whom nobody knows.",
    fields: [],
    toCredentials: asTyped
  },
  {
    name: "api-key",
    label: "API key",
    hint: "The server API key of the emulator's seed.",
    fields: [{ name: "key", label: "API key", value: serverApiKey, type: "password", autocomplete: "off" }],
    toCredentials: asTyped
  },
  {
    name: "custom-token",
    label: "Custom JWT",
    hint: "Your company's identity provider, which this server plays, signs a token for this subject.",
    fields: [text("subject", "Subject", "24601")],
    toCredentials: vouchedFor("custom-token", "token")
  },
  {
    name: "custom-function",
    label: "Custom function",
    hint: "A function of the app decides who you are.",
    fields: [text("name", "Name", "Jean Valjean")],
    toCredentials: asTyped
  },
  {
    name: "oauth2-google",
    label: "Google",
    hint: "Google is not asked: the emulator makes the ID token.",
    fields: [text("subject", "Account", "jean@example.com")],
    toCredentials: vouchedFor("oauth2-google", "id_token")
  },
  {
    name: "oauth2-facebook",
    label: "Facebook",
    hint: "Facebook is not asked: the emulator makes the token.",
    fields: [text("subject", "Account", "cosette")],
    toCredentials: vouchedFor("oauth2-facebook", "accessToken")
  },
  {
    name: "oauth2-apple",
    label: "Apple",
    hint: "Apple is not asked: the emulator makes the ID token.",
    fields: [text("subject", "Account", "marius")],
    toCredentials: vouchedFor("oauth2-apple", "id_token")
  }
]
