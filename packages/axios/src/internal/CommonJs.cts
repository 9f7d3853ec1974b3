/** axios declares all its types twice: TypeScript gives a program in CommonJS these, and takes them for others. */
import type { AxiosInstance } from "axios"
import type { BearerOptions } from "../attachBearer.ts" with { "resolution-mode": "import" }

declare module "axios" {
  interface AxiosRequestConfig {
    /** `false`: no token, no replay, no waiting. An object: limits of this request. */
    bearer?: false | BearerOptions | undefined
  }
}

export type Instance = AxiosInstance
