/** Whether requests go through the proxies that the environment names: by the same switch as those of Node's own `fetch`. */

const flag = /(?:^|\s)--use-env-proxy(?:\s|$)/

/** Node.js 24 reads `NODE_USE_ENV_PROXY=1` and `--use-env-proxy`. Then `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` count. */
export const isUsed = ({ env, execArgv }: Pick<NodeJS.Process, "env" | "execArgv"> = process): boolean =>
  env["NODE_USE_ENV_PROXY"] === "1" || flag.test([...execArgv, env["NODE_OPTIONS"] ?? ""].join(" "))
