/** Says what went wrong and what to do, to screen readers too. */
import type { ComponentChildren } from "preact"

export const Notice = (
  { children, kind }: { readonly kind: "error" | "info"; readonly children: ComponentChildren }
) => <div class={`notice ${kind}`} role={kind === "error" ? "alert" : "status"}>{children}</div>
