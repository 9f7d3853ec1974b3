/** The environment of a program that npm started, without what npm told it: that would change what npm does when it is started again. */
export const npmFree: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS$)/i.test(name))
)
