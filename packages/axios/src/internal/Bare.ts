/** Axios without interceptors, defaults and transformations: it calls the adapter that a config names, and nothing else. */
import type { AxiosAdapter, AxiosInstance, AxiosRequestConfig, AxiosResponse, InternalAxiosRequestConfig } from "axios"
import { InvalidOption } from "../BearerError.ts"

/** `axios.getAdapter`; that of axios 1.8 takes no config. */
export type GetAdapter = (adapters: AxiosRequestConfig["adapter"], config: InternalAxiosRequestConfig) => AxiosAdapter

export interface Bare {
  readonly axios: AxiosInstance
  /** May throw at once. */
  readonly send: (config: InternalAxiosRequestConfig) => Promise<AxiosResponse>
}

/**
 * A copy of the same kind: axios 1.21 has configs that inherit nothing, and copies others once more. It starts as `{}`, since an
 * object that is made without a prototype is a hash table, of three times the size.
 */
export const copyOf = <A extends object>(original: A): A => {
  const copy = Object.setPrototypeOf({}, Object.getPrototypeOf(original))
  for (const key of [...Object.keys(original), ...Object.getOwnPropertySymbols(original)]) {
    copy[key] = Reflect.get(original, key)
  }
  // What axios 1.21 gives a config that inherits nothing.
  const value = Object.getOwnPropertyDescriptor(original, "hasOwnProperty")
  return value ? Object.defineProperty(copy, "hasOwnProperty", value) : copy
}

interface Order extends AxiosRequestConfig {
  /** A function, since axios copies objects. */
  readonly order: () => InternalAxiosRequestConfig
}

/** What every instance has, although the types of axios 1.8 do not say so. */
interface Factory {
  readonly create: (defaults?: AxiosRequestConfig) => AxiosInstance
}
const isFactory = (instance: object): instance is Factory =>
  "create" in instance && typeof instance.create === "function"

/**
 * `instance` is asked for its kind of axios, so that this package need not import one. Only the `axios` that an application
 * imports tells which adapter a name means; where nobody does, an instance of its own sends each request, for an eighth more.
 */
export const make = (instance: AxiosInstance, getAdapter?: GetAdapter): Bare => {
  if (typeof instance !== "function" || !isFactory(instance)) {
    throw new InvalidOption({ option: "instance", reason: "must be axios, or made by axios.create()" })
  }
  const find: GetAdapter | undefined = getAdapter ?? Reflect.get(instance, "getAdapter")
  const axios = instance.create()
  for (const option of Object.keys(axios.defaults)) Reflect.deleteProperty(axios.defaults, option)
  // To merge and check a config again that is merged and checked would cost 20 microseconds; an interceptor hands it over whole.
  axios.interceptors.request.use(
    (config) => "order" in config && typeof config.order === "function" ? config.order() : config,
    undefined,
    { synchronous: true }
  )
  return {
    axios,
    send: (config) => {
      const { adapter } = config
      if (typeof adapter === "function") return adapter(config)
      if (find && adapter) return find(adapter, config)(config)
      const order: Order = { order: () => config }
      return axios.request(order)
    }
  }
}
