/** What the operations of the Admin API on an app share: which app, who asks, and how all of them are refused. */
import { Bearer } from "../../Bearer.ts"
import {
  AppNotFound,
  InternalServerError,
  InvalidSession,
  onWire,
  TokenInvalid,
  withoutCode
} from "../../ClientError.ts"
import { PathSegment } from "../../PathSegment.ts"

/** `groupId` is the id of the Atlas project; `appId` is the app's `id`, not its client app id. */
export const params = { groupId: PathSegment, appId: PathSegment }

/** The administrator's access token. */
export const headers = { authorization: Bearer }

/** Every refusal of the token, with or without a code, and of the app. */
export const errors = [
  onWire(InvalidSession),
  withoutCode(TokenInvalid),
  withoutCode(AppNotFound),
  onWire(InternalServerError)
]
