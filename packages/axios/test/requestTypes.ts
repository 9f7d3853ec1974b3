/** What the types of axios must accept and refuse, in every version of it; tsc is the test. */
import axios, { type AxiosInstance, type AxiosRequestConfig } from "axios"
import { attachBearer } from "../src/attachBearer.ts"

const source = { getAccessToken: async () => "t1", invalidate: () => {} }

/** Never called. */
export const accepted = async (instance: AxiosInstance) => {
  attachBearer(instance, source, { origins: ["https://cloud.mongodb.com"], deadline: "5 seconds" })()
  attachBearer(axios, { ...source, origin: "https://cloud.mongodb.com" })
  await instance.get<{ a: 1 }>("/", { bearer: false })
  await instance.post("/", () => "made", { bearer: { idempotent: true, maxRetryAfter: 1000, retries: 0 } })
  instance.interceptors.request.use((config) => ({ ...config, bearer: false as const }))
  instance.defaults.bearer = { deadline: "1 minute" }
  // @ts-expect-error - a misspelt option
  await instance.get("/", { bearer: { idempotant: true } })
  // @ts-expect-error - `true` is what it does anyway
  await instance.get("/", { bearer: true })
  // @ts-expect-error - no unit of time
  const config: AxiosRequestConfig = { bearer: { deadline: "5 moons" } }
  return config
}
