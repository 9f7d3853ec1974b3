/** How a user proves who it is: one constructor for each authentication provider. */
export {
  anonymous,
  apiKey,
  apple,
  type Credentials,
  customFunction,
  customToken,
  emailPassword,
  facebook,
  google,
  type LoginError,
  withProvider
} from "@atlas-bearer/core/Credentials"
