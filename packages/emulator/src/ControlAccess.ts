/** Who may use the control plane: this machine, or whoever has the token if one is set. */
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"

export class ControlAccess extends Context.Service<ControlAccess, {
  readonly token: Redacted.Redacted | undefined
}>()("@atlas-bearer/emulator/ControlAccess") {
  static readonly layer = (token: Redacted.Redacted | undefined) => Layer.succeed(ControlAccess, { token })
}
