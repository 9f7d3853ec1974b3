/**
 * The login that a browser does, by being sent from page to page: to the provider, which is played here, and back to the app
 * with the new session in the fragment. No client of ours does it, so that these are the emulator's own declarations.
 */
import { Bearer } from "@atlas-bearer/core/Bearer"
import {
  AppNotFound,
  AuthProviderNotFound,
  BadRequest,
  InvalidSession,
  onWire,
  withoutCode
} from "@atlas-bearer/core/ClientError"
import { DeviceOptions } from "@atlas-bearer/core/DeviceOptions"
import { PathSegment } from "@atlas-bearer/core/PathSegment"
import { Secret } from "@atlas-bearer/core/Secret"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"

const auth = "/api/client/v2.0/auth"

/** Where the provider asks who it is. No page of the vendor's. */
export const consentPath = `${auth}/consent`
/** Where the provider sends the browser, as the vendor's pages have it registered with Google. */
export const callbackPath = `${auth}/callback`

const Page = Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/html; charset=utf-8" }))
const Found = HttpApiSchema.Empty(302)

/** Base64 of what other logins have in their bodies. */
const Device = Schema.StringFromBase64.pipe(Schema.decodeTo(Schema.fromJsonString(DeviceOptions.fields.device)))

/** `state` is the id of the login under way, not that of the page. */
const Step = { state: Schema.NonEmptyString }

/** Account of the provider. Without an id the e-mail address is one. */
const Consent = Schema.Struct({
  ...Step,
  decision: Schema.Literals(["allow", "deny"]),
  id: Schema.optional(Schema.String),
  email: Schema.optional(Schema.String),
  name: Schema.optional(Schema.String)
})

const over = onWire(BadRequest)

export const RedirectLoginEndpoints = HttpApiGroup.make("redirectLogins", { topLevel: true }).add(
  // With `providerRedirectHeader` the answer is 200, with `X-BaaS-Location`: a page cannot read where a 302 leads to.
  HttpApiEndpoint.get("startRedirectLogin", "/api/client/v2.0/app/:clientAppId/auth/providers/:provider/login", {
    params: { clientAppId: PathSegment, provider: PathSegment },
    headers: { authorization: Schema.optional(Bearer) },
    query: {
      redirect: Schema.NonEmptyString,
      state: Schema.NonEmptyString,
      device: Schema.optional(Device),
      link: Schema.optional(Schema.Boolean),
      providerRedirectHeader: Schema.optional(Schema.Boolean)
    },
    success: [Found, HttpApiSchema.Empty(200)],
    error: [over, onWire(InvalidSession), onWire(AuthProviderNotFound), withoutCode(AppNotFound)]
  }),
  HttpApiEndpoint.get("askForConsent", consentPath, { query: Step, success: Page, error: over }),
  HttpApiEndpoint.post("giveConsent", consentPath, {
    payload: Consent.pipe(HttpApiSchema.asFormUrlEncoded()),
    success: Found,
    error: [over, withoutCode(AppNotFound)]
  }),
  HttpApiEndpoint.get("finishRedirectLogin", callbackPath, {
    query: { ...Step, code: Schema.optional(Secret), error: Schema.optional(Schema.String) },
    success: Found,
    error: over
  })
)
