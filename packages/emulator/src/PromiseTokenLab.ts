/** Makes and judges tokens of a running emulator, for code that waits by Promises. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { type App, Apps } from "./Apps.ts"
import { decodeOption } from "./decodeOption.ts"
import * as DefaultSeed from "./DefaultSeed.ts"
import { Provider, type Subject, TokenLab } from "./TokenLab.ts"
import { type Decoded, Minting, TokenMint, type Verdict } from "./TokenMint.ts"

/** The client app id; the seed's app by default. */
interface InApp {
  readonly app?: string | undefined
}

/** Another's credentials, and tokens that no server would give. Rejects with `AppNotFound` when there is no such app. */
export interface PromiseTokenLab {
  /** An ID token, authorization code or Facebook access token, which the emulator takes from nobody else. */
  readonly credential: (provider: Provider, subject: Subject, inApp?: InApp) => Promise<string>
  /** A token that is good but for what is told. Rejects with an `InvalidOption` when that is not understood. */
  readonly mint: (minting: Minting, inApp?: InApp) => Promise<string>
  /** What a token says of itself. Rejects with `TokenMalformed` when it is none. */
  readonly decode: (token: string) => Promise<typeof Decoded.Type>
  /** Whether the app takes it, and if not, why. */
  readonly verify: (token: string, inApp?: InApp) => Promise<typeof Verdict.Type>
}

const toProvider = decodeOption(Provider, "provider", "is not understood")
const toMinting = decodeOption(Minting, "minting", "is not understood")

/** `run` has the emulator's services. */
export const make = (
  run: <A, E>(effect: Effect.Effect<A, E, Apps | TokenLab | TokenMint>) => Promise<A>
): PromiseTokenLab => {
  const inApp = <A, E, R extends TokenLab | TokenMint>(
    { app = DefaultSeed.app.clientAppId }: InApp = {},
    f: (app: App) => Effect.Effect<A, E, R>
  ) => run(Effect.flatMap(Apps.use((apps) => apps.byClientAppId(app)), f))

  return {
    credential: (provider, subject, options) =>
      inApp(options, (app) =>
        toProvider(provider).pipe(
          Effect.flatMap((provider) => TokenLab.use((lab) => lab.credential(app, provider, subject))),
          Effect.map(Redacted.value)
        )),
    mint: (minting, options) =>
      inApp(options, (app) =>
        toMinting(minting).pipe(
          Effect.flatMap((minting) => TokenMint.use(({ mint }) => mint(app, minting))),
          Effect.map(Redacted.value)
        )),
    decode: (token) => run(TokenMint.use(({ decode }) => decode(Redacted.make(String(token))))),
    verify: (token, options) =>
      inApp(options, (app) => TokenMint.use(({ verify }) => verify(app, Redacted.make(String(token)))))
  }
}
