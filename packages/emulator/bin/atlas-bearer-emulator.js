#!/usr/bin/env node
// npm links a bin only when the file exists at install time, and dist/ does not yet.
// The bundle starts in a third of the time that the modules take one by one. It is CommonJS, for an import of `node:http`
// loads undici too, and a `require` does not.
import { createRequire } from "node:module"

createRequire(import.meta.url)("../dist/bundle/start.cjs")
